"""Where requests enter: a load balancer of Google Cloud's at an address that is reserved before it is there."""

from dataclasses import dataclass, field

import pulumi

from components.results import Native
from components.specs import ServingSpec
from providers.gcp.access import Access
from providers.gcp.network import NetworkResult
from providers.gcp.options import GcpOptions
from providers.gcp.vpc import Address
from providers.incluster.options import AddonMode

ADDRESS = "address"

_BY_NAME = "networking.gke.io/load-balancer-ip-addresses"
_INTERNAL = {"networking.gke.io/load-balancer-type": "Internal"}
_EXTERNAL = {"cloud.google.com/l4-rbs": "enabled"}
"""Annotations of the gateway's Service: which address it takes, and from where it can be reached.

Source: https://cloud.google.com/kubernetes-engine/docs/concepts/service-load-balancer-parameters, 2026-11-21.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """What the gateway's Service says to GKE, and the address that it then has.

    Attributes:
        address: None where the gateway is the owner's.
    """

    annotations: dict[str, str] = field(default_factory=dict[str, str])
    address: pulumi.Input[str] | None = None
    native: Native = field(default_factory=dict[str, pulumi.Resource])


def build_door(
    parent: pulumi.Resource, name: str, spec: ServingSpec, options: GcpOptions, network: NetworkResult, access: Access
) -> Door:
    """Reserves the address, inside the network unless the environment asks for the internet; none for an owner's."""
    if options.addons.gateway.mode is AddonMode.PREINSTALLED:
        return Door()
    reserved = access.named("gateway")
    inside = {"addressType": "INTERNAL", "subnetwork": network.subnetwork, "address": _fixed(options)}
    where = inside if spec.private else {"addressType": "EXTERNAL"}
    address = Address(
        f"{name}-{ADDRESS}",
        {"name": reserved, "region": access.region, "address": None, **where},
        pulumi.ResourceOptions(parent=parent),
    )
    return Door(
        annotations={**(_INTERNAL if spec.private else _EXTERNAL), _BY_NAME: reserved},
        address=address.address.apply(lambda known: known or ""),
        native={ADDRESS: address},
    )


def _fixed(options: GcpOptions) -> str | None:
    """The last address of the nodes' block that may be used; Google Cloud picks one in a network of the owner's.

    Source: https://cloud.google.com/vpc/docs/subnets#unusable-ip-addresses-in-every-subnet, 2026-11-21.
    """
    return None if options.network.existing else str(options.network.nodes_cidr[-3])
