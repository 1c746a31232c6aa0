"""One variant of a model, as everything that is made for it needs to know it."""

from dataclasses import dataclass

import pulumi
from pulumi_kubernetes.meta.v1 import ObjectMetaArgs

from components.naming import POOL_LABEL, VERSION_LABEL, label_value, managed
from components.results import PoolResult
from components.specs import VariantSpec
from providers.incluster.names import variant_labels, workload_name
from providers.incluster.server import ServerSpec

_FAREWELL_SECONDS = 10
_CLEAN_UP_SECONDS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Workload:
    """A variant with its server and its pool.

    Attributes:
        timeout_seconds: how long a request may take.
        image: of the server.
    """

    environment_name: str
    model: str
    variant: VariantSpec
    timeout_seconds: int
    namespace: pulumi.Input[str]
    server: ServerSpec
    image: pulumi.Input[str]
    pool: PoolResult

    @property
    def name(self) -> str:
        """The name of everything that is made for the variant, each of its own kind."""
        return workload_name(self.model, self.variant.name)

    @property
    def pre_stop_seconds(self) -> int:
        """How long a pod goes on answering before it is told to stop.

        Until every proxy has heard that it goes; and until it is done, where the server would drop what it has begun.
        """
        return _FAREWELL_SECONDS + (0 if self.server.drains else self.timeout_seconds)

    @property
    def grace_seconds(self) -> int:
        """How long a pod has from its end being decided to its being killed; the longest request fits in."""
        return self.pre_stop_seconds + (self.timeout_seconds if self.server.drains else 0) + _CLEAN_UP_SECONDS

    @property
    def selector(self) -> dict[str, str]:
        """The labels that tell its pods from others; they never change."""
        return variant_labels(self.model, self.variant.name)

    @property
    def labels(self) -> dict[str, str]:
        """The labels that its objects and pods carry."""
        about = {POOL_LABEL: self.variant.pool, VERSION_LABEL: label_value(self.variant.version)}
        return {**managed(self.environment_name), **self.selector, **about}

    @property
    def url(self) -> pulumi.Output[str]:
        """Where callers inside the cluster ask this variant and no other."""
        return pulumi.Output.concat("http://", self.name, ".", self.namespace, ".svc/")

    def metadata(self) -> ObjectMetaArgs:
        """The metadata of one of its objects."""
        return ObjectMetaArgs(name=self.name, namespace=self.namespace, labels=self.labels)
