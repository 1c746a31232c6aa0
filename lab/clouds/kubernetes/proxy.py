"""Hands the engine's calls on to the real Kubernetes provider, byte for byte, but for a few."""

from collections.abc import Callable
from typing import Protocol, cast

import grpc
from google.protobuf.message import Message
from pulumi.runtime.proto import provider_pb2

from lab.clouds.kubernetes.releases import TOKEN
from lab.clouds.kubernetes.sides import KINDS, Sides
from lab.clouds.server import StandIn, token_of
from lab.clouds.values import Value
from lab.clouds.wire import read

_RELEASE_CALLS = ("Check", "Diff", "Create", "Read", "Update", "Delete")
_KUBECONFIG = "kubeconfig"
_ELSEWHERE = ("context", "cluster")

Call = Callable[[bytes, grpc.ServicerContext], bytes]


class _AboutResource(Protocol):
    urn: str


class Proxy(grpc.GenericRpcHandler):
    """The real provider, except for Helm releases and the way to the cluster.

    Args:
        real: the channel to the real provider.
        releases: answers for Helm releases.
        sides: what the cloud creates by itself.
        kubeconfig: leads to the lab's cluster; empty to leave what the program says.
    """

    def __init__(self, real: grpc.Channel, releases: StandIn, sides: Sides, kubeconfig: str) -> None:
        self._real = real
        self._releases = releases
        self._sides = sides
        self._kubeconfig = kubeconfig

    def service(self, handler_call_details: grpc.HandlerCallDetails) -> "grpc.RpcMethodHandler[bytes, bytes]":
        """How one method is answered."""
        path = handler_call_details.method
        name = path.rsplit("/", maxsplit=1)[1]
        own: dict[str, Callable[[Call, bytes, grpc.ServicerContext], bytes]] = {
            "Configure": self._configure,
            "Create": self._create,
            "Delete": self._delete,
        }
        hand_on = self._forward(path)

        def answer(request: bytes, context: grpc.ServicerContext) -> bytes:
            if name in _RELEASE_CALLS and self._is_release(name, request):
                return self._release(name, request, context)
            return own[name](hand_on, request, context) if name in own else hand_on(request, context)

        return grpc.unary_unary_rpc_method_handler(answer)

    def _forward(self, path: str) -> Call:
        method = cast("Callable[[bytes], bytes]", self._real.unary_unary(path))

        def call(request: bytes, context: grpc.ServicerContext) -> bytes:
            try:
                return method(request)
            except grpc.RpcError as error:
                # What a failed call carries: code, message, and the details that hold a half-created object.
                context.abort_with_status(_Failed(cast("grpc.Call", error)))

        return call

    def _is_release(self, name: str, request: bytes) -> bool:
        return token_of(cast("_AboutResource", _parsed(name, request)).urn) == TOKEN

    def _release(self, name: str, request: bytes, context: grpc.ServicerContext) -> bytes:
        answer = cast("Message", getattr(self._releases, name)(_parsed(name, request), context))
        return answer.SerializeToString()

    def _configure(self, hand_on: Call, request: bytes, context: grpc.ServicerContext) -> bytes:
        """Only here: what is compared and kept stays the program's own, so a new cluster still shows as one."""
        asked = provider_pb2.ConfigureRequest.FromString(request)
        if self._kubeconfig:
            for name in _ELSEWHERE:
                asked.args.fields.pop(name, None)
                asked.variables.pop(f"kubernetes:config:{name}", None)
            asked.args.fields[_KUBECONFIG].string_value = self._kubeconfig
            asked.variables[f"kubernetes:config:{_KUBECONFIG}"] = self._kubeconfig
        return hand_on(asked.SerializeToString(), context)

    def _create(self, hand_on: Call, request: bytes, context: grpc.ServicerContext) -> bytes:
        asked = provider_pb2.CreateRequest.FromString(request)
        manifest = _watched(read(asked.properties))
        if manifest is None or asked.preview:
            return hand_on(request, context)
        self._sides.answer(manifest)
        answer = hand_on(request, context)
        self._sides.appeared(manifest)
        return answer

    def _delete(self, hand_on: Call, request: bytes, context: grpc.ServicerContext) -> bytes:
        answer = hand_on(request, context)
        manifest = _watched(read(provider_pb2.DeleteRequest.FromString(request).old_inputs))
        if manifest is not None:
            self._sides.gone(manifest)
        return answer


class _Failed(grpc.Status):
    def __init__(self, call: grpc.Call) -> None:
        self.code = call.code()
        self.details = call.details()
        self.trailing_metadata = call.trailing_metadata()


def _parsed(name: str, request: bytes) -> Message:
    return cast("Message", getattr(provider_pb2, f"{name}Request").FromString(request))


def _watched(manifest: dict[str, Value]) -> dict[str, Value] | None:
    return manifest if manifest.get("kind") in KINDS else None
