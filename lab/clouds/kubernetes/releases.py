"""Helm releases in a rehearsal: written down, never installed, for no chart repository can be reached.

What the charts would bring to others, their custom resource definitions, is in the lab's cluster already.
"""

from collections.abc import Iterable, Mapping, Sequence

from lab.clouds.values import UNKNOWN, Properties, Value
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

TOKEN = "kubernetes:helm.sh/v3:Release"  # noqa: S105 - Pulumi calls a type a token

_LONGEST_NAME = 53
_NEEDED = ("chart",)


class Releases:
    """Helm, as far as its provider tells the engine of it."""

    name = "kubernetes"
    handles: Sequence[str] = ()

    def tokens(self) -> Iterable[str]:
        """One type."""
        return (TOKEN,)

    def auto_name(self, token: str) -> AutoName:
        """As the real provider names releases."""
        return AutoName(most_characters=_LONGEST_NAME)

    def normalised(self, token: str, inputs: Properties, configuration: Properties) -> dict[str, Value]:
        """As they are, in the namespace that the real provider assumes."""
        return {"namespace": "default", **inputs}

    def failures(self, token: str, inputs: Properties, existing: Existing) -> Sequence[Failure]:
        """What is missing, or too long."""
        found = [Failure(name, "is missing") for name in _NEEDED if inputs.get(name) is None]
        if isinstance(name := inputs.get("name"), str) and len(name) > _LONGEST_NAME:
            found.append(Failure("name", f"has {len(name)} characters, expected at most {_LONGEST_NAME}"))
        return found

    def replaced_by(self, token: str) -> frozenset[str]:
        """A release keeps its name and its place."""
        return frozenset({"name", "namespace"})

    def identity(self, token: str, inputs: Properties, configuration: Properties, fresh: str) -> str:
        """Namespace and name."""
        return f"{inputs['namespace']}/{inputs['name']}"

    def outputs(
        self, token: str, identity: str, inputs: Properties, configuration: Properties, existing: Existing
    ) -> Mapping[str, Value]:
        """What Helm says of a release that is in place."""
        names = ("name", "namespace", "chart", "version")
        status = {name: value for name in names if (value := inputs.get(name)) not in (None, UNKNOWN)}
        return {"status": {**status, "status": "deployed", "revision": 1}, "resourceNames": {}}

    def secret_outputs(self, token: str) -> frozenset[str]:
        """None."""
        return frozenset()

    def references(self, token: str, inputs: Properties) -> Sequence[Reference]:
        """None that Helm knows of."""
        return ()

    def nodes(self, token: str, inputs: Properties, existing: Existing) -> Sequence[Node]:
        """None."""
        return ()

    def sides(self, manifest: Mapping[str, Value], existing: Existing) -> Sequence[Side]:
        """None."""
        return ()

    def seconds(self, token: str) -> Seconds:
        """Not known: it is the time that the chart's pods take to start."""
        return Seconds(0)

    def complaint(self, trouble: Trouble, token: str, subject: str, because_of: str = "") -> str:
        """Helm's words where it has some."""
        if trouble is Trouble.EXISTS:
            return "cannot re-use a name that is still in use"
        if trouble is Trouble.HALF_CREATED:
            return f"Helm release {subject!r} was created but has a failed status: context deadline exceeded"
        return f"release {subject}: {trouble.value}"

    def invoke(
        self, token: str, arguments: Properties, configuration: Properties, existing: Existing
    ) -> Mapping[str, Value]:
        """No function is Helm's."""
        raise UnknownTypeError(token)
