"""Objects of the Prometheus operator: where an environment's are kept and what they all carry."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
from pulumi_kubernetes.apiextensions import CustomResource
from pulumi_kubernetes.meta.v1 import ObjectMetaArgs

from components.naming import joined, managed
from components.results import ClusterResult
from providers.incluster.monitoring.options import MonitoringOptions

_API_VERSIONS = {"AlertmanagerConfig": "monitoring.coreos.com/v1alpha1"}
_API_VERSION = "monitoring.coreos.com/v1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the objects of one environment's monitoring live: beside its models, and gone with them.

    Attributes:
        after: what has to be there before objects of the operator's kinds can be.
    """

    environment_name: str
    namespace: pulumi.Input[str]
    labels: Mapping[str, str]
    after: Sequence[pulumi.Resource] = ()

    @classmethod
    def of(cls, environment_name: str, cluster: ClusterResult, options: MonitoringOptions) -> "Place":
        """The place of an environment whose operator selects objects by its release and the owner's labels."""
        labels = {**managed(environment_name), "release": options.release, **options.labels}
        return cls(environment_name=environment_name, namespace=cluster.namespace, labels=labels, after=cluster.addons)

    def named(self, *parts: str) -> str:
        """The name of an object in the place."""
        return joined("transship", self.environment_name, *parts)


def custom_object(
    parent: pulumi.Resource, resource_name: str, kind: str, place: Place, suffix: str, spec: pulumi.Input[object]
) -> CustomResource:
    """Creates one object of the Prometheus operator."""
    return CustomResource(
        resource_name,
        api_version=_API_VERSIONS.get(kind, _API_VERSION),
        kind=kind,
        metadata=ObjectMetaArgs(name=place.named(suffix), namespace=place.namespace, labels=place.labels),
        spec=spec,
        opts=pulumi.ResourceOptions(parent=parent, depends_on=list(place.after)),
    )
