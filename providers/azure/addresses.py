"""The stack's own network as options describe it: which addresses go where. Pure."""

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from enum import auto
from typing import Annotated

from pydantic import AfterValidator, StringConstraints

from components.capabilities import Kebab


def _block(text: str) -> str:
    try:
        return str(ipaddress.IPv4Network(text))
    except ValueError as error:
        message = f"expected a block of IPv4 addresses such as 10.64.0.0/16: {error}"
        raise ValueError(message) from None


Block = Annotated[str, AfterValidator(_block)]
SubnetId = Annotated[
    str,
    StringConstraints(
        pattern=r"^/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft\.Network/virtualNetworks/[^/]+/subnets/[^/]+$"
    ),
]


class Outbound(Kebab):
    """How nodes reach the internet where the network is there already."""

    NAT_GATEWAY = auto()
    """By a NAT gateway on the subnet of the nodes."""
    ROUTES = auto()
    """By the subnet's own routes: a firewall or an appliance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExistingNetwork:
    """A virtual network that is there already: its subnets by their ids, its rules and its way out its owner's."""

    nodes_subnet_id: SubnetId
    """Where nodes and the gateway's load balancer get their addresses."""
    api_subnet_id: SubnetId
    """Where the API server gets its addresses: /28 or more, empty, delegated to Microsoft.ContainerService."""
    endpoints_subnet_id: SubnetId
    """Where private endpoints get their addresses."""
    outbound: Outbound = Outbound.NAT_GATEWAY
    """How nodes reach the internet."""

    @property
    def network_id(self) -> str:
        """The network that the endpoints' subnet is part of."""
        return self.endpoints_subnet_id.partition("/subnets/")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkOptions:
    """The network: a new one, by its blocks of addresses, or one that is there already."""

    block: Block = "10.64.0.0/16"
    """Of the virtual network."""
    nodes_block: Block = "10.64.0.0/20"
    """Of the nodes' subnet; in the network."""
    gateway_block: Block = "10.64.16.0/27"
    """Of the subnet of the gateway's internal load balancer; in the network."""
    api_block: Block = "10.64.16.32/27"
    """Of the API server's subnet, at least a /28; in the network."""
    endpoints_block: Block = "10.64.17.0/24"
    """Of the private endpoints' subnet; in the network."""
    pods_block: Block = "10.244.0.0/16"
    """Of pods: an overlay that nobody outside the cluster sees, of which each node takes a /24."""
    services_block: Block = "10.245.0.0/16"
    """Of Services: seen by nobody outside the cluster."""
    existing: ExistingNetwork | None = None
    """Used in place of a new one; only the blocks of pods and Services count then."""

    @property
    def subnets(self) -> Mapping[str, str]:
        """The blocks of the network's subnets, by the name of the option."""
        return {
            "nodes_block": self.nodes_block,
            "gateway_block": self.gateway_block,
            "api_block": self.api_block,
            "endpoints_block": self.endpoints_block,
        }

    @property
    def separate(self) -> Mapping[str, str]:
        """The blocks that must not overlap, by the name of the option."""
        overlays = {"pods_block": self.pods_block, "services_block": self.services_block}
        return overlays if self.existing else {"block": self.block, **overlays}

    @property
    def gateway_address(self) -> str:
        """The address of the gateway's internal load balancer: past those that Azure keeps for itself.

        Source: https://learn.microsoft.com/azure/virtual-network/virtual-networks-faq (2026-11-21): the first four.
        """
        return str(ipaddress.IPv4Network(self.gateway_block)[10])

    @property
    def dns_address(self) -> str:
        """The address of the cluster's name server: not the first of the Services', which the API server takes.

        Source: https://learn.microsoft.com/azure/aks/configure-azure-cni (2026-11-21).
        """
        return str(ipaddress.IPv4Network(self.services_block)[10])
