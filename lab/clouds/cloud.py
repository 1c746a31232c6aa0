"""The pretended cloud: creates, reads, updates and deletes in an account, as a vendor's model and a plan of faults say.

Knows nothing of the engine's protocol; `server.py` speaks that.
"""

import hashlib
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from lab.clouds import faults
from lab.clouds.account import Account, AlreadyThereError
from lab.clouds.faults import FaultKind
from lab.clouds.nodes import Nodes
from lab.clouds.values import UNKNOWN, Properties, Value
from lab.clouds.vendor import Node, Reference, Standing, Trouble, Vendor


class RefusedError(RuntimeError):
    """The cloud said no; nothing was changed."""

    def __init__(self, trouble: Trouble, message: str) -> None:
        super().__init__(message)
        self.trouble = trouble


class HalfCreatedError(RuntimeError):
    """The resource exists, but what should have followed failed."""

    def __init__(self, standing: Standing, message: str) -> None:
        super().__init__(message)
        self.standing = standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Which resource a call is about."""

    token: str
    urn: str
    name: str
    inputs: Properties


@dataclass(slots=True)
class Cloud:
    """One cloud's behaviour over one account.

    Attributes:
        vendor: what the cloud is like.
        account: what exists in it.
        nodes: where the nodes of pools appear.
        configuration: the provider's own inputs.
        cancelled: set when nobody waits any more.
    """

    vendor: Vendor
    account: Account
    nodes: Nodes
    configuration: Mapping[str, Value] = field(default_factory=dict[str, Value])
    cancelled: threading.Event = field(default_factory=threading.Event)

    def planned(self, request: Request) -> dict[str, Value]:
        """What is known of a resource before it exists: its inputs, and that the cloud will add something to them.

        What the cloud adds at the top is unknown to a program by itself; what it adds within an input has to be said.
        """
        added = self.vendor.outputs(request.token, "", request.inputs, self.configuration, self.account)
        return {name: _planned(value, added.get(name)) for name, value in request.inputs.items()}

    def create(self, request: Request) -> Standing:
        """Creates a resource.

        Raises:
            RefusedError: the cloud, or a fault, says no.
            HalfCreatedError: it exists, but is not finished; an update finishes it.
        """
        self._strike("create", request, FaultKind.THROTTLING, Trouble.THROTTLED)
        self._strike("create", request, FaultKind.QUOTA, Trouble.QUOTA)
        self._look_for_references(request)
        standing = self._standing(request, self._identity(request))
        try:
            self.account.add(standing, self._handles(standing), self._references(request))
        except AlreadyThereError:
            raise self._refusal("create", Trouble.EXISTS, request, standing.id) from None
        self._follow(standing, self._nodes(standing))
        self.cancelled.wait(self.vendor.seconds(request.token).create * faults.planned(self.account).latency)
        self.account.record("create", request.token, standing.id, request.urn)
        if faults.strikes(self.account, FaultKind.HALF_CREATED, "create", request.token, request.urn):
            message = self.vendor.complaint(Trouble.HALF_CREATED, request.token, standing.id)
            self.account.record("create", request.token, standing.id, request.urn, message)
            raise HalfCreatedError(standing, message)
        return standing

    def update(self, request: Request, identity: str) -> Standing:
        """Gives a resource new inputs, and finishes one that is half created.

        Raises:
            RefusedError: it is gone, or a fault says no.
        """
        self._strike("update", request, FaultKind.THROTTLING, Trouble.THROTTLED)
        before = self.account.find(request.token, identity)
        if before is None:
            raise self._refusal("update", Trouble.NOT_FOUND, request, identity)
        standing = self._standing(request, identity)
        self.account.change(standing, self._handles(standing), self._references(request))
        self._follow(before, self._nodes(standing))
        self.account.record("update", request.token, identity, request.urn)
        return standing

    def delete(self, request: Request, identity: str) -> None:
        """Deletes a resource; one that is gone is deleted already.

        Raises:
            RefusedError: something still needs it, or a fault says no.
        """
        self._strike("delete", request, FaultKind.THROTTLING, Trouble.THROTTLED)
        standing = self.account.find(request.token, identity)
        if standing is None:
            return
        if users := self.account.users(standing):
            raise self._refusal("delete", Trouble.IN_USE, request, identity, users[0])
        self._follow(standing, ())
        self.account.remove(identity, request.token)
        self.account.record("delete", request.token, identity, request.urn)

    def _strike(self, operation: str, request: Request, kind: FaultKind, trouble: Trouble) -> None:
        if faults.strikes(self.account, kind, operation, request.token, request.urn):
            raise self._refusal(operation, trouble, request, request.name)

    def _look_for_references(self, request: Request) -> None:
        """What was created just now may not be seen yet."""
        for reference in self.vendor.references(request.token, request.inputs):
            seen = self.account.find(reference.token, reference.identifier)
            if seen and faults.strikes(self.account, FaultKind.CONSISTENCY, "create", request.token, request.urn):
                raise self._refusal("create", Trouble.NOT_FOUND, request, request.name, seen.id)

    def _refusal(
        self, operation: str, trouble: Trouble, request: Request, subject: str, because_of: str = ""
    ) -> RefusedError:
        message = self.vendor.complaint(trouble, request.token, subject, because_of)
        self.account.record(operation, request.token, subject, request.urn, message)
        return RefusedError(trouble, message)

    def _identity(self, request: Request) -> str:
        turn = self.account.counted(f"created {request.urn}")
        fresh = hashlib.sha256(f"{request.urn} {turn}".encode()).hexdigest()[:32]
        return self.vendor.identity(request.token, request.inputs, self.configuration, fresh)

    def _standing(self, request: Request, identity: str) -> Standing:
        added = self.vendor.outputs(request.token, identity, request.inputs, self.configuration, self.account)
        bare = Standing(
            token=request.token,
            id=identity,
            urn=request.urn,
            name=request.name,
            inputs=request.inputs,
            outputs=request.inputs,
        )
        return replace(bare, outputs={**request.inputs, **added})

    def _nodes(self, standing: Standing) -> Sequence[Node]:
        return self.vendor.nodes(standing.token, standing.inputs, self.account)

    def _follow(self, before: Standing, nodes: Sequence[Node]) -> None:
        """Asks the cluster only where there were nodes or will be."""
        if nodes or self._nodes(before):
            self.nodes.follow(before, nodes)

    def _handles(self, standing: Standing) -> list[str]:
        values = [standing.outputs.get(output) for output in self.vendor.handles]
        return [value for value in values if isinstance(value, str)]

    def _references(self, request: Request) -> Sequence[Reference]:
        return self.vendor.references(request.token, request.inputs)


def _planned(given: Value, added: Value) -> Value:
    """An input with everything unknown that the cloud adds below it."""
    match given, added:
        case dict(), dict():
            return {
                **dict.fromkeys(added, UNKNOWN),
                **{name: _planned(each, added.get(name)) for name, each in given.items()},
            }
        case list(), list() if len(given) == len(added):
            return [_planned(each, other) for each, other in zip(given, added, strict=True)]
        case _:
            return given
