"""What the sides of all vendors read of a Kubernetes object."""

from collections.abc import Mapping

from lab.clouds.values import Value, at

_BALANCED = "LoadBalancer"


def title(manifest: Mapping[str, Value]) -> str:
    """`kind namespace/name`: another for each object of a cluster."""
    return f"{manifest.get('kind')} {at(manifest, 'metadata.namespace') or 'default'}/{at(manifest, 'metadata.name')}"


def wants_balancer(manifest: Mapping[str, Value]) -> bool:
    """Whether a cloud makes a load balancer for it: a Service of that type, or a Gateway, which gets one."""
    return manifest.get("kind") == "Gateway" or (
        manifest.get("kind") == "Service" and at(manifest, "spec.type") == _BALANCED
    )


def wants_disk(manifest: Mapping[str, Value]) -> bool:
    """Whether a cloud makes a disk for it."""
    return manifest.get("kind") == "PersistentVolumeClaim"
