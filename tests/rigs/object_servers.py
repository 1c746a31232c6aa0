"""What tests need to know of a server that stands in for a cloud's object store."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectServer:
    """A running server with one empty bucket or container.

    Attributes:
        registry: the registry URL.
        variables: what a client needs in its environment.
        key_variable: which of them proves who the client is; empty where the server asks for no proof.
        endpoint_variable: which of them says where the server is.
    """

    registry: str
    variables: Mapping[str, str]
    key_variable: str
    endpoint_variable: str
