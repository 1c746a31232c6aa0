"""A vendor made of kinds: everything that `lab.clouds.vendor.Vendor` asks, answered from data."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from components.errors import nearest
from lab.clouds.values import Properties, Value
from lab.clouds.vendor import (
    AutoName,
    Existing,
    Failure,
    Node,
    Reference,
    Seconds,
    Side,
    Trouble,
    UnknownTypeError,
)
from lab.clouds.vendors.checking import Naming, refusals
from lab.clouds.vendors.declared import Declared, declared
from lab.clouds.vendors.kinds import Kind, Made, filled, texts_at
from lab.clouds.vendors.shapes import Shape

Settings = Callable[[Properties], Mapping[str, str]]
Fill = Callable[[Declared, Properties, Properties], Mapping[str, Value]]
Function = Callable[[Properties, Mapping[str, str], Existing], Mapping[str, Value]]
Sides = Callable[[Mapping[str, Value], Existing], Sequence[Side]]


def unmodelled(name: str) -> Shape:
    """For a vendor whose SDK is itself the model."""
    raise LookupError(f"there is no model to look {name} up in")


@dataclass(frozen=True, kw_only=True)
class Modelled:
    """A cloud.

    Attributes:
        name: of the Pulumi plugin.
        package: Pulumi's SDK for it.
        handles: outputs that stand for a resource beside its id.
        kinds: its resource types.
        functions: what its functions answer, by token.
        settings: what the provider's configuration says of the account: region, account, …
        model: the vendor's own shape for what `Kind.model` names.
        everywhere: inputs whose change replaces a resource of any type that has them.
        fill: what the provider adds to inputs of any type, given the type, the inputs and its configuration.
        added: outputs that every type has, where its SDK declares them.
        aside: what the cloud makes by itself for an object in a cluster.
        complaints: error messages: templates of `token`, `kind`, `subject`, `because_of`.
    """

    name: str
    package: str
    handles: Sequence[str]
    kinds: Iterable[Kind]
    functions: Mapping[str, Function]
    settings: Settings
    model: Callable[[str], Shape] = unmodelled
    fill: Fill
    everywhere: frozenset[str] = frozenset()
    added: Mapping[str, Callable[[Made], Value]] = field(default_factory=dict[str, Callable[[Made], Value]])
    aside: Sides
    complaints: Mapping[Trouble, str]

    @cached_property
    def _kinds(self) -> Mapping[str, Kind]:
        return {kind.token: kind for kind in self.kinds}

    def tokens(self) -> Iterable[str]:
        """Every resource type that the model covers."""
        return self._kinds

    def auto_name(self, token: str) -> AutoName | None:
        """How the type is named when its program does not."""
        return self._kind(token).name

    def normalised(self, token: str, inputs: Properties, configuration: Properties) -> dict[str, Value]:
        """The inputs with what the provider fills in."""
        self._kind(token)
        return {**inputs, **self.fill(declared(self.package, token), inputs, configuration)}

    def failures(self, token: str, inputs: Properties, existing: Existing) -> Sequence[Failure]:
        """What the cloud would refuse: by SDK and vendor's model first, by our own rules where those are met."""
        kind = self._kind(token)
        own = {key: value for key, value in inputs.items() if not key.startswith("__")}
        elsewhere = {place: self.model(model) for place, model in kind.elsewhere.items()}
        naming = Naming(renames=kind.renames, supplied=kind.supplied, elsewhere=elsewhere)
        vendor = self.model(kind.model) if kind.model else None
        found = list(refusals(own, declared(self.package, token).shape, vendor, naming))
        return found or [failure for rule in kind.rules for failure in rule(own, existing)]

    def replaced_by(self, token: str) -> frozenset[str]:
        """Inputs whose change replaces the resource."""
        return self._kind(token).replaced_by | (self.everywhere & declared(self.package, token).shape.members.keys())

    def identity(self, token: str, inputs: Properties, configuration: Properties, fresh: str) -> str:
        """The id of a new resource."""
        made = Made(words={**self._words(inputs, configuration), "fresh": fresh})
        identity = self._kind(token).identity
        return made.text(identity) if isinstance(identity, str) else identity(made)

    def outputs(
        self, token: str, identity: str, inputs: Properties, configuration: Properties, existing: Existing
    ) -> Mapping[str, Value]:
        """What the cloud adds to the inputs."""
        fresh = Made(words={"id": identity, "fresh": identity}).digest("fresh")[:32]
        words = self._words(inputs, configuration)
        made = Made(words={**words, "id": identity, "fresh": fresh}, existing=existing)
        known = declared(self.package, token).outputs
        common = {name: compute(made) for name, compute in self.added.items() if name in known}
        own = {name: filled(each, made) for name, each in self._kind(token).outputs.items()}
        return {name: value for name, value in {**common, **own}.items() if value is not None}

    def secret_outputs(self, token: str) -> frozenset[str]:
        """Outputs that the real provider marks as secret."""
        self._kind(token)
        return declared(self.package, token).secret_outputs

    def references(self, token: str, inputs: Properties) -> Sequence[Reference]:
        """What the cloud refuses to delete while the resource exists."""
        needs = self._kind(token).needs.items()
        return [Reference(text, needed) for place, needed in needs for text in texts_at(inputs, place)]

    def nodes(self, token: str, inputs: Properties, existing: Existing) -> Sequence[Node]:
        """The Kubernetes nodes that the resource brings."""
        bring = self._kind(token).nodes
        return bring(inputs, existing) if bring else ()

    def sides(self, manifest: Mapping[str, Value], existing: Existing) -> Sequence[Side]:
        """What the cloud creates by itself for an object in its cluster."""
        return self.aside(manifest, existing)

    def seconds(self, token: str) -> Seconds:
        """How long creating takes."""
        return self._kind(token).seconds

    def complaint(self, trouble: Trouble, token: str, subject: str, because_of: str = "") -> str:
        """The cloud's error message."""
        kind = token.rpartition(":")[2]
        return self.complaints[trouble].format(token=token, kind=kind, subject=subject, because_of=because_of)

    def invoke(
        self, token: str, arguments: Properties, configuration: Properties, existing: Existing
    ) -> Mapping[str, Value]:
        """What a function answers."""
        if token not in self.functions:
            raise UnknownTypeError(_unknown(self.name, "function", token, self.functions))
        return self.functions[token](arguments, self.settings(configuration), existing)

    def _words(self, inputs: Properties, configuration: Properties) -> dict[str, Value]:
        given = {key: value for key, value in inputs.items() if value is not None}
        return {"configuration": dict(configuration), **self.settings(configuration), **given}

    def _kind(self, token: str) -> Kind:
        if token not in self._kinds:
            raise UnknownTypeError(_unknown(self.name, "type", token, self._kinds))
        return self._kinds[token]


def _unknown(vendor: str, what: str, token: str, known: Iterable[str]) -> str:
    near = nearest(token, known, most=1)
    return f"the stand-in for {vendor} does not know the {what} {token}" + (
        f"; the nearest it knows is {near}" if near else ""
    )
