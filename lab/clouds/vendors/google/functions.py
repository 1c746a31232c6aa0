"""What the functions of Pulumi's Google provider answer."""

from collections.abc import Mapping
from typing import Final

from lab.clouds.values import Properties, Value
from lab.clouds.vendor import Existing
from lab.clouds.vendors.modelled import Function

_ZONES: Final = "abc"
_VERSIONS: Final[tuple[str, ...]] = ("1.35.2-gke.1100000", "1.34.5-gke.1300000", "1.33.9-gke.1200000")


def _client(arguments: Properties, settings: Mapping[str, str], existing: Existing) -> dict[str, Value]:
    del arguments, existing
    return {
        "id": settings["project"],
        "project": settings["project"],
        "region": settings["region"],
        "zone": settings["zone"],
        "accessToken": "",
        "defaultLabels": {},
    }


def _project(arguments: Properties, settings: Mapping[str, str], existing: Existing) -> dict[str, Value]:
    del existing
    project = str(arguments.get("projectId") or settings["project"])
    return {
        "id": f"projects/{project}",
        "projectId": project,
        "name": project,
        "number": settings["number"],
        "labels": {},
    }


def _engine(arguments: Properties, settings: Mapping[str, str], existing: Existing) -> dict[str, Value]:
    del settings, existing
    prefix = str(arguments.get("versionPrefix") or "")
    found: list[Value] = [version for version in _VERSIONS if version.startswith(prefix)]
    newest = found[0] if found else ""
    return {
        "id": "versions",
        "validMasterVersions": found,
        "validNodeVersions": found,
        "latestMasterVersion": newest,
        "latestNodeVersion": newest,
        "defaultClusterVersion": newest,
    }


def _zones(arguments: Properties, settings: Mapping[str, str], existing: Existing) -> dict[str, Value]:
    del existing
    region = str(arguments.get("region") or settings["region"])
    return {"id": region, "names": [f"{region}-{letter}" for letter in _ZONES]}


FUNCTIONS: Final[Mapping[str, Function]] = {
    "gcp:organizations/getClientConfig:getClientConfig": _client,
    "gcp:organizations/getProject:getProject": _project,
    "gcp:container/getEngineVersions:getEngineVersions": _engine,
    "gcp:compute/getZones:getZones": _zones,
}
