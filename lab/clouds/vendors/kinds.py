"""What a stand-in knows of one resource type, as data: a `Kind`. Each vendor's folder is a list of them."""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field
from typing import TypeAlias, cast

from lab.clouds.values import UNKNOWN, Properties, Value, at
from lab.clouds.vendor import AutoName, Existing, Failure, Node, Seconds

_BLANK = re.compile(r"\{([\w.\[\]]+)(?::(\d+))?\}")
AT_ONCE = Seconds(1)


def paths(text: str) -> frozenset[str]:
    """The paths in a text, separated by spaces."""
    return frozenset(text.split())


def measured(seconds: float, resource: str, runs: int) -> Seconds:
    """The median of what others' runs took.

    Args:
        seconds: from `Creating…` to `Creation complete`.
        resource: Terraform's type, which is what the logs name.
        runs: how many there were to read.
    """
    return Seconds(seconds, f"median of {runs} runs of {resource} in Terraform logs on GitHub, read 2026-11-21")


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What a resource's id and outputs are computed from.

    Attributes:
        words: the inputs, and beside them what the vendor's `settings` say of the account (`region`, `account`, …),
            `configuration` as the provider was given it, `id` once there is one, and `fresh`:
            32 hexadecimal digits that are another's for each resource.
        existing: the account.
    """

    words: Properties
    existing: Existing | None = None

    def text(self, template: str) -> str:
        """Fills in `{path}` and, cut to so many characters, `{path:8}`.

        Raises:
            LookupError: the template asks for something that is neither an input nor a setting.
        """
        return _BLANK.sub(self._word, template)

    def digest(self, purpose: str) -> str:
        """64 hexadecimal digits that depend on the resource and the purpose only."""
        return hashlib.sha256(f"{self.words.get('id', self.words['fresh'])} {purpose}".encode()).hexdigest()

    def _word(self, found: re.Match[str]) -> str:
        value = at(self.words, found[1])
        if value is UNKNOWN:
            return value.value
        if isinstance(value, str | int | float):
            return str(value)[: int(found[2])] if found[2] else str(value)
        raise LookupError(f"{found[1]} is not there to build {found.string!r} from")


Computed: TypeAlias = "bool | int | float | str | Callable[[Made], Value] | list[Computed] | dict[str, Computed]"
"""An output: a text is a template for `Made.text`, a function is called."""

Rule: TypeAlias = Callable[[Properties, Existing], Iterable[Failure]]
"""What the vendor's model does not hold: several properties together, or several resources."""

Pool: TypeAlias = Callable[[Properties, Existing], Sequence[Node]]


@dataclass(frozen=True, slots=True)
class Kind:
    """One resource type.

    Attributes:
        token: Pulumi's.
        model: what the vendor's own model calls a request for it; empty where it has none.
        renames: see `checking.Naming`.
        supplied: see `checking.Naming`.
        elsewhere: paths of properties that go into another request, to what the vendor's model calls that.
        name: how it is named when its program does not.
        identity: a template for its id, or what makes it.
        outputs: what the cloud adds to the inputs.
        replaced_by: inputs whose change replaces it.
        needs: properties that refer to others, and the type they refer to: the cloud deletes those only after this.
        rules: checks beyond the model.
        nodes: the Kubernetes nodes that it brings.
        seconds: what creating takes.
    """

    token: str
    _: KW_ONLY
    identity: str | Callable[[Made], str]
    model: str = ""
    renames: Mapping[str, str] = field(default_factory=dict[str, str])
    supplied: frozenset[str] = frozenset()
    elsewhere: Mapping[str, str] = field(default_factory=dict[str, str])
    name: AutoName | None = None
    outputs: Mapping[str, Computed] = field(default_factory=dict[str, Computed])
    replaced_by: frozenset[str] = frozenset()
    needs: Mapping[str, str] = field(default_factory=dict[str, str])
    rules: tuple[Rule, ...] = ()
    nodes: Pool | None = None
    seconds: Seconds = AT_ONCE


def filled(computed: Computed, made: Made) -> Value:
    """An output's value."""
    match computed:
        case str():
            return made.text(computed)
        case dict():
            return {key: filled(each, made) for key, each in computed.items()}
        case list():
            return [filled(each, made) for each in computed]
        case bool() | int() | float():
            return computed
        case _:
            return computed(made)


def everything_at(properties: Properties, place: str) -> Iterator[Value]:
    """All values at a path without indices, through every item of the lists on the way; UNKNOWN below an unknown."""
    yield from _below(cast("Value", properties), place.split(".") if place else [])


def texts_at(properties: Properties, place: str) -> list[str]:
    """All known texts at a path without indices."""
    return [value for value in everything_at(properties, place) if isinstance(value, str)]


def _below(value: Value, steps: Sequence[str]) -> Iterator[Value]:
    match value:
        case list():
            for each in value:
                yield from _below(each, steps)
        case dict() if steps:
            yield from _below(value.get(steps[0]), steps[1:])
        case _ if value is UNKNOWN or (not steps and value is not None):
            yield value
        case _:
            return
