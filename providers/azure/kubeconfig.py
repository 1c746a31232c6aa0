"""The kubeconfig of a cluster that has no local accounts: whoever uses it logs in as themselves, by kubelogin."""

import base64
import binascii
import json
from collections.abc import Sequence
from typing import Annotated

import yaml
from pydantic import AliasPath, BaseModel, Field, TypeAdapter, ValidationError

from providers.azure.options import Login

_SERVER_APPLICATION = "6dae42f8-4368-4678-94ff-3960e28e3630"
"""AKS's own application, the same in every Entra tenant.

Source: https://azure.github.io/kubelogin/concepts/aks.html, 2026-11-21.
"""
_HINT = "https://azure.github.io/kubelogin/install.html"


class _Cluster(BaseModel):
    authority: Annotated[str, Field(validation_alias=AliasPath("cluster", "certificate-authority-data"))]


class _Kubeconfig(BaseModel):
    clusters: Annotated[tuple[_Cluster, ...], Field(min_length=1)]


_KUBECONFIG = TypeAdapter(_Kubeconfig)


def authority_of(encoded: Sequence[str]) -> str:
    """The base64 PEM of the authority in the first of the kubeconfigs that Azure hands out, each base64 itself.

    Empty where there is none to read, as in a plan, which asks no cloud: the API server then has the last word.
    """
    try:
        text = base64.b64decode(encoded[0], validate=True)
        return _KUBECONFIG.validate_python(yaml.safe_load(text)).clusters[0].authority
    except (IndexError, binascii.Error, yaml.YAMLError, ValidationError):
        return ""


def pem(authority: str) -> str:
    """The authority as text."""
    return base64.b64decode(authority).decode()


def kubeconfig(name: str, host: str, authority: str, login: Login) -> str:
    """A kubeconfig for the cluster; it holds no credentials."""
    user = {
        "exec": {
            "apiVersion": "client.authentication.k8s.io/v1beta1",
            "command": "kubelogin",
            "args": ["get-token", "--login", login.value, "--server-id", _SERVER_APPLICATION],
            "installHint": f"kubelogin gets credentials for Azure's clusters: {_HINT}",
            "interactiveMode": "Never",
            "provideClusterInfo": False,
        }
    }
    cluster = {"server": f"https://{host}:443", "certificate-authority-data": authority}
    return json.dumps(
        {
            "apiVersion": "v1",
            "kind": "Config",
            "current-context": name,
            "clusters": [{"name": name, "cluster": cluster}],
            "contexts": [{"name": name, "context": {"cluster": name, "user": name}}],
            "users": [{"name": name, "user": user}],
        }
    )
