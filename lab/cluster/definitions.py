"""The custom resource definitions that Transship's objects need; controllers for them are not part of a lab.

Only what is needed: each costs the API server memory for as long as it runs, and the longest, which describe whole pods
many times over, seconds of its start.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, cast

import yaml

from lab.cluster.kubectl import Kubectl, Manifest

_WANTED: Final[Mapping[str, tuple[str, ...]]] = {
    "gateway-api-crds": ("*.yaml",),
    "keda-crds": (
        "keda.sh_clustertriggerauthentications.yaml",
        "keda.sh_scaledobjects.yaml",
        "keda.sh_triggerauthentications.yaml",
    ),
    "prometheus-operator-crds": (
        "monitoring.coreos.com_alertmanagerconfigs.yaml",
        "monitoring.coreos.com_podmonitors.yaml",
        "monitoring.coreos.com_probes.yaml",
        "monitoring.coreos.com_prometheusrules.yaml",
        "monitoring.coreos.com_servicemonitors.yaml",
    ),
}

PARTS: Final = tuple(_WANTED)
"""The parts of the engine that hold them."""

_KIND = "CustomResourceDefinition"
_RESOURCE = "customresourcedefinition.apiextensions.k8s.io/"
_READY_SECONDS = 60


def paths(tools: Mapping[str, Path]) -> list[Path]:
    """Everything there is to install."""
    return [path for part, patterns in _WANTED.items() for pattern in patterns for path in tools[part].glob(pattern)]


def by_name(tools: Mapping[str, Path]) -> dict[str, Path]:
    """The file of each definition, for those who must not install all."""
    return {name: path for path in paths(tools) for name in _names(path)}


def install(kubectl: Kubectl, chosen: Sequence[Path]) -> None:
    """Installs files and waits until the API server serves what they define.

    Raises:
        OperationError: it does not in time.
    """
    applied = kubectl.apply_files(chosen)
    made = {name.removeprefix(_RESOURCE) for name in applied if name.startswith(_RESOURCE)}
    kubectl.wait_for_all("crd", made, "Established", timeout_seconds=_READY_SECONDS)


def _names(path: Path) -> list[str]:
    # Everything as text: some definitions hold words that look like values of types nobody has.
    documents = cast("list[Manifest | None]", list(yaml.load_all(path.read_text(), Loader=yaml.CBaseLoader)))
    definitions = [document for document in documents if document and document["kind"] == _KIND]
    return [cast("Mapping[str, str]", definition["metadata"])["name"] for definition in definitions]
