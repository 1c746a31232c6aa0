"""The custom resource definitions that a managed cluster brings by itself.

Without their schemas: what a cloud's own controllers would say of such an object is not rehearsed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from lab.cluster.kubectl import Kubectl, Manifest

_READY_SECONDS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class _Definition:
    """One kind; `source` says whose it is."""

    group: str
    version: str
    kind: str
    plural: str
    scope: Literal["Cluster", "Namespaced"]
    source: str

    @property
    def name(self) -> str:
        return f"{self.plural}.{self.group}"

    def manifest(self) -> Manifest:
        anything = {"type": "object", "x-kubernetes-preserve-unknown-fields": True}
        version = {"name": self.version, "served": True, "storage": True, "schema": {"openAPIV3Schema": anything}}
        names = {"kind": self.kind, "plural": self.plural, "singular": self.kind.lower()}
        return {
            "apiVersion": "apiextensions.k8s.io/v1",
            "kind": "CustomResourceDefinition",
            "metadata": {"name": self.name},
            "spec": {"group": self.group, "names": names, "scope": self.scope, "versions": [version]},
        }


_BROUGHT: Final[Mapping[str, Sequence[_Definition]]] = {
    "gcp": (
        _Definition(
            group="cloud.google.com",
            version="v1",
            kind="ComputeClass",
            plural="computeclasses",
            scope="Cluster",
            source="https://cloud.google.com/kubernetes-engine/docs/concepts/about-custom-compute-classes, 2026-11-21",
        ),
    ),
}


def bring(kubectl: Kubectl, plugin: str) -> None:
    """Installs what the managed cluster of a plugin's cloud would have.

    Raises:
        OperationError: the API server does not serve it in time.
    """
    if found := _BROUGHT.get(plugin, ()):
        kubectl.apply([each.manifest() for each in found])
        kubectl.wait_for_all("crd", {each.name for each in found}, "Established", timeout_seconds=_READY_SECONDS)
