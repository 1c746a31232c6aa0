"""What the functions of Pulumi's azure-native provider answer."""

import base64
import json
from collections.abc import Mapping
from typing import Final

from lab.clouds.values import Properties, Value
from lab.clouds.vendor import Existing
from lab.clouds.vendors.azure.kubernetes import CLUSTER
from lab.clouds.vendors.certificates import authority
from lab.clouds.vendors.modelled import Function


def _client(arguments: Properties, settings: Mapping[str, str], existing: Existing) -> dict[str, Value]:
    del arguments, existing
    return {
        "clientId": settings["client"],
        "objectId": settings["client"],
        "subscriptionId": settings["subscription"],
        "tenantId": settings["tenant"],
    }


def _credentials(arguments: Properties, settings: Mapping[str, str], existing: Existing) -> dict[str, Value]:
    """A kubeconfig that leads to the pretended cluster, with its certificate and a login by Entra."""
    del settings
    name = str(arguments.get("resourceName"))
    found = [each for each in existing.resources(CLUSTER) if each.inputs.get("resourceName") == name]
    host = str(found[0].outputs.get("fqdn")) if found else f"{name}.hcp.azmk8s.io"
    text = json.dumps(_kubeconfig(name, f"https://{host}:443", authority(found[0].id if found else name)))
    return {"kubeconfigs": [{"name": "clusterUser", "value": base64.b64encode(text.encode()).decode()}]}


def _kubeconfig(name: str, server: str, certificate: str) -> dict[str, object]:
    login = {
        "apiVersion": "client.authentication.k8s.io/v1beta1",
        "command": "kubelogin",
        "args": ["get-token"],
        "provideClusterInfo": False,
    }
    return {
        "apiVersion": "v1",
        "kind": "Config",
        "current-context": name,
        "contexts": [{"name": name, "context": {"cluster": name, "user": "clusterUser"}}],
        "clusters": [{"name": name, "cluster": {"server": server, "certificate-authority-data": certificate}}],
        "users": [{"name": "clusterUser", "user": {"exec": login}}],
    }


FUNCTIONS: Final[Mapping[str, Function]] = {
    "azure-native:authorization:getClientConfig": _client,
    "azure-native:containerservice:listManagedClusterUserCredentials": _credentials,
    "azure-native:containerservice:listManagedClusterAdminCredentials": _credentials,
}
