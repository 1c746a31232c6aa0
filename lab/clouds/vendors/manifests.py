"""What clouds create by themselves for objects in their clusters, as data: a `Part` for each thing."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lab.clouds.values import Value, at
from lab.clouds.vendor import Reference, Side, Standing
from lab.clouds.vendors.kinds import texts_at

_BALANCED = "LoadBalancer"


@dataclass(frozen=True, slots=True)
class Part:
    """Something that appears beside an object.

    Attributes:
        token: its type.
        identity: what its id begins with; digits follow that are another's for each object.
        digits: how many.
        needs: outputs of the cluster that refer to what cannot be deleted before it, to their types.
    """

    token: str
    identity: str
    digits: int
    needs: Mapping[str, str] = field(default_factory=dict[str, str])


def sides(
    manifest: Mapping[str, Value], clusters: Sequence[Standing], *, balancer: Sequence[Part], disk: Part
) -> list[Side]:
    """What appears beside an object.

    Args:
        manifest: the object.
        clusters: the clusters in the account.
        balancer: for a Service of type LoadBalancer, and for a Gateway, which gets one.
        disk: for a PersistentVolumeClaim.
    """
    digits = hashlib.sha256(_title(manifest).encode()).hexdigest()
    parts = balancer if _wants_balancer(manifest) else [disk] if manifest.get("kind") == "PersistentVolumeClaim" else []
    return [
        Side(token=part.token, id=part.identity + digits[: part.digits], references=_references(part, clusters))
        for part in parts
    ]


def _references(part: Part, clusters: Sequence[Standing]) -> list[Reference]:
    return [
        Reference(text, token)
        for cluster in clusters
        for place, token in part.needs.items()
        for text in texts_at(cluster.outputs, place)
    ]


def _title(manifest: Mapping[str, Value]) -> str:
    """Another for each object of a cluster."""
    return f"{manifest.get('kind')} {at(manifest, 'metadata.namespace') or 'default'}/{at(manifest, 'metadata.name')}"


def _wants_balancer(manifest: Mapping[str, Value]) -> bool:
    kind = manifest.get("kind")
    return kind == "Gateway" or (kind == "Service" and at(manifest, "spec.type") == _BALANCED)
