"""Reads the little that callers may know of a kubeconfig: the API server's address and its certificate authority."""

import base64
import binascii
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import AliasPath, BaseModel, Field, TypeAdapter, ValidationError


@dataclass(frozen=True, slots=True)
class ApiServer:
    """Where an API server is and whom it is certified by; empty strings for what is not known."""

    endpoint: str = ""
    ca_certificate: str = ""


class _Cluster(BaseModel):
    name: str
    server: str = Field(validation_alias=AliasPath("cluster", "server"))
    authority: Annotated[str, Field(validation_alias=AliasPath("cluster", "certificate-authority-data"))] = ""


class _Context(BaseModel):
    name: str
    cluster: str = Field(validation_alias=AliasPath("context", "cluster"))


class _Kubeconfig(BaseModel):
    current: Annotated[str, Field(validation_alias="current-context")] = ""
    clusters: tuple[_Cluster, ...] = ()
    contexts: tuple[_Context, ...] = ()


_KUBECONFIG = TypeAdapter(_Kubeconfig)


def read_api_server(text: str, context: str | None) -> ApiServer:
    """The API server of a context, the current one when None.

    What cannot be read here stays unknown rather than fails: the Kubernetes provider reads the same text when it
    connects and says what is wrong with it, and a plan is made without either.
    """
    try:
        config = _KUBECONFIG.validate_python(yaml.safe_load(text))
    except (yaml.YAMLError, ValidationError):
        return ApiServer()
    wanted = context or config.current
    cluster = next((each.cluster for each in config.contexts if each.name == wanted), None)
    entry = next((each for each in config.clusters if each.name == cluster), None)
    return ApiServer(entry.server, _pem(entry.authority)) if entry else ApiServer()


def read_api_server_file(path: str, context: str | None) -> ApiServer:
    """As `read_api_server`, from a file; a file that is not there yet is not known."""
    try:
        text = Path(path).expanduser().read_text(encoding="utf-8")
    except (OSError, RuntimeError, UnicodeDecodeError):
        return ApiServer()
    return read_api_server(text, context)


def _pem(encoded: str) -> str:
    try:
        return base64.b64decode(encoded, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return ""
