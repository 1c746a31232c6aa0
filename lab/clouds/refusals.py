"""Refusals as the engine understands them: a status, and for a half-created resource what there is of it."""

from typing import NoReturn

import grpc
from pulumi.runtime.proto import provider_pb2, status_pb2

from lab.clouds.cloud import HalfCreatedError, RefusedError
from lab.clouds.vendor import Trouble
from lab.clouds.wire import written

_DETAILS = "grpc-status-details-bin"
_CODES = {
    Trouble.THROTTLED: grpc.StatusCode.RESOURCE_EXHAUSTED,
    Trouble.QUOTA: grpc.StatusCode.RESOURCE_EXHAUSTED,
    Trouble.IN_USE: grpc.StatusCode.FAILED_PRECONDITION,
    Trouble.EXISTS: grpc.StatusCode.ALREADY_EXISTS,
    Trouble.NOT_FOUND: grpc.StatusCode.NOT_FOUND,
}


class _Status(grpc.Status):
    def __init__(self, code: grpc.StatusCode, details: str, metadata: tuple[tuple[str, bytes], ...]) -> None:
        self.code = code
        self.details = details
        self.trailing_metadata = metadata


def refuse(context: grpc.ServicerContext, error: RefusedError) -> NoReturn:
    """Ends a call with the cloud's refusal."""
    context.abort(_CODES[error.trouble], str(error))


def half_created(context: grpc.ServicerContext, error: HalfCreatedError, secrets: frozenset[str]) -> NoReturn:
    """Ends a call with an error that carries the resource: the engine keeps it, and updates it the next time."""
    standing = error.standing
    details = provider_pb2.ErrorResourceInitFailed(
        id=standing.id,
        properties=written(standing.outputs, secrets),
        reasons=[str(error)],
        inputs=written(standing.inputs),
    )
    code = grpc.StatusCode.UNKNOWN
    status = status_pb2.Status(code=code.value[0], message=str(error))
    status.details.add().Pack(details)
    metadata = ((_DETAILS, status.SerializeToString()),)
    context.abort_with_status(_Status(code, str(error), metadata))
