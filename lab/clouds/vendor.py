"""What a stand-in has to know of a cloud: the one interface between the server and `lab/clouds/vendors/`.

The server speaks the engine's protocol, keeps the account, compares, injects faults and asks a `Vendor` everything that
differs between clouds. Every method is pure: it looks at its arguments, and at the account through `Existing`, and
changes nothing.

`token` is always Pulumi's, without a version: `aws:eks/cluster:Cluster`, `azure-native:network:Subnet` (the server
drops `/v20240501`), `gcp:container/cluster:Cluster`. Paths are Pulumi's, too: `scalingConfig.maxSize`, `tags.Name`,
`ingress[0].cidrBlocks`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Protocol

from lab.clouds.values import Properties, Value


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that the cloud would refuse.

    Attributes:
        property: the path to it; empty when it is the resource as a whole.
        reason: in the vendor's terms, one sentence without a full stop.
        hint: what to write instead; empty when nothing useful can be said.
    """

    property: str
    reason: str
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AutoName:
    """How a resource is named when its program leaves the name out, as the real provider does it.

    Attributes:
        property: the input that holds the name.
        most_characters: how long it may be; the resource's own name is cut to fit.
        separator: between that name and seven random hexadecimal digits; where the cloud allows none, empty.
        lower: whether capitals become small letters.
        random: False where the real provider takes the resource's name as it is.
    """

    property: str = "name"
    most_characters: int = 63
    separator: str = "-"
    lower: bool = False
    random: bool = True


@dataclass(frozen=True, slots=True)
class Reference:
    """Something that a resource needs for as long as it exists: the cloud refuses to delete it before.

    Attributes:
        identifier: the id, or another handle (ARN, self link, name), of what is referred to.
        token: the type of what is referred to; empty when the identifier alone says it. Names need it.
    """

    identifier: str
    token: str = ""


@dataclass(frozen=True, slots=True)
class Seconds:
    """What something takes in the real cloud.

    Attributes:
        create: typical seconds until the provider says it is created.
        source: where that is said, a link with a date; empty for types that answer at once.
    """

    create: float
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A Kubernetes node that a pool brings.

    Attributes:
        name: unique among the nodes of one pool; the server puts the pool's own id before it.
        labels: all that the cloud and the pool put on it.
        taints: `key`, `value`, `effect` each, as Kubernetes spells the effect.
        capacity: `cpu`, `memory`, `nvidia.com/gpu`, `google.com/tpu`, … as Kubernetes quantities.
    """

    name: str
    labels: Mapping[str, str] = field(default_factory=dict[str, str])
    taints: Sequence[Mapping[str, str]] = ()
    capacity: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """Something that the cloud creates by itself for an object in a cluster: a load balancer, a disk.

    Attributes:
        token: what it would be as a resource; shown, never asked about.
        id: unique in the account.
        references: what cannot be deleted while it is there.
    """

    token: str
    id: str
    references: Sequence[Reference] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A resource that exists in the account.

    Attributes:
        token: its type.
        id: unique among resources of its type.
        urn: the engine's name for it; empty for what the cloud made by itself.
        name: the last part of the URN.
        inputs: as they were checked.
        outputs: inputs and everything that the cloud added.
    """

    token: str
    id: str
    urn: str
    name: str
    inputs: Properties
    outputs: Properties


class Existing(Protocol):
    """What a vendor may see of the account."""

    def resources(self, token: str = "") -> Sequence[Standing]:
        """Everything that exists, oldest first; of one type only when it is named."""
        ...

    def find(self, token: str, identifier: str) -> Standing | None:
        """The resource of a type with this id or handle."""
        ...


class Trouble(Enum):
    """What clouds refuse with."""

    THROTTLED = "throttled"
    QUOTA = "quota"
    IN_USE = "in-use"
    EXISTS = "exists"
    NOT_FOUND = "not-found"
    HALF_CREATED = "half-created"


class UnknownTypeError(LookupError):
    """The vendor model does not know a type or function; the message says which, and what is nearest."""


class Vendor(Protocol):
    """One cloud. Methods that take a token raise `UnknownTypeError` for one that the model does not cover."""

    @property
    def name(self) -> str:
        """The name of the Pulumi plugin: `aws`, `azure-native`, `gcp`."""
        ...

    @property
    def handles(self) -> Sequence[str]:
        """Outputs that stand for a resource beside its id: `arn`, `selfLink`, `name`, …."""
        ...

    def tokens(self) -> Iterable[str]:
        """Every resource type that the model covers."""
        ...

    def auto_name(self, token: str) -> AutoName | None:
        """How the type is named when its program does not; None when it has no name or demands one."""
        ...

    def normalised(self, token: str, inputs: Properties, configuration: Properties) -> dict[str, Value]:
        """The inputs with what the *provider* fills in before anything is created, such as its default tags.

        Called by Check, after the name is there. Defaults of the *cloud* belong to `outputs`.

        Args:
            token: the type.
            inputs: may hold UNKNOWN.
            configuration: the provider's own: `region`, `defaultTags`, `project`, …; may hold UNKNOWN.
        """
        ...

    def failures(self, token: str, inputs: Properties, existing: Existing) -> Sequence[Failure]:
        """What the cloud would refuse in normalised inputs, all of it at once. Skips what is UNKNOWN.

        Called by Check: at preview, and again with everything known before the resource is created.
        """
        ...

    def replaced_by(self, token: str) -> frozenset[str]:
        """Inputs whose change replaces the resource: paths without indices. One covers everything below it."""
        ...

    def identity(self, token: str, inputs: Properties, configuration: Properties, fresh: str) -> str:
        """The id of a new resource, in the cloud's format.

        Args:
            token: the type.
            inputs: complete.
            configuration: as for `normalised`, complete.
            fresh: 32 hexadecimal digits, another for each creation, the same in every run of the same program.
        """
        ...

    def outputs(
        self, token: str, identity: str, inputs: Properties, configuration: Properties, existing: Existing
    ) -> Mapping[str, Value]:
        """What the cloud adds to the inputs: ARNs, endpoints, certificates, defaults that it fills in.

        Called when the resource is created and again when it is updated; the same arguments give the same outputs.
        Called at preview too, with an empty identity and inputs that may hold UNKNOWN: then only the names count.
        """
        ...

    def secret_outputs(self, token: str) -> frozenset[str]:
        """Outputs that the real provider marks as secret."""
        ...

    def references(self, token: str, inputs: Properties) -> Sequence[Reference]:
        """What the cloud refuses to delete while a resource with these inputs exists. Skips what is UNKNOWN."""
        ...

    def nodes(self, token: str, inputs: Properties, existing: Existing) -> Sequence[Node]:
        """The Kubernetes nodes that the resource brings: for a pool at least one, also for a pool that starts empty.

        One is needed for pods to be scheduled at all: in the real cloud the autoscaler brings it.
        """
        ...

    def sides(self, manifest: Mapping[str, Value], existing: Existing) -> Sequence[Side]:
        """What the cloud creates by itself for an object in its cluster: none for most.

        Args:
            manifest: `apiVersion`, `kind`, `metadata`, `spec`. Asked for Service, Gateway and PersistentVolumeClaim.
            existing: to find the cluster's network in.
        """
        ...

    def seconds(self, token: str) -> Seconds:
        """How long creating takes in the real cloud."""
        ...

    def complaint(self, trouble: Trouble, token: str, subject: str, because_of: str = "") -> str:
        """The cloud's error message.

        Args:
            trouble: what is wrong.
            token: the type that was asked for.
            subject: the id, or the name of what has none yet.
            because_of: for IN_USE the id of what still refers to it, for NOT_FOUND the id that was not found.
        """
        ...

    def invoke(
        self, token: str, arguments: Properties, configuration: Properties, existing: Existing
    ) -> Mapping[str, Value]:
        """What a function answers, for example `aws:index/getCallerIdentity:getCallerIdentity`."""
        ...
