"""The virtual network: subnets without a way in, one way out, and private endpoints for what the cluster reads."""

from dataclasses import dataclass, field

import pulumi
from pulumi_azure_native.network import (
    AddressSpaceArgs,
    NatGateway,
    NatGatewaySkuArgs,
    NetworkSecurityGroup,
    PublicIPAddress,
    PublicIPAddressSkuArgs,
    SecurityRuleArgs,
    SubResourceArgs,
    VirtualNetwork,
)

from components.results import Native
from providers.azure.addresses import ExistingNetwork, NetworkOptions, Outbound
from providers.azure.foundation import Foundation
from providers.azure.subnets import API, ENDPOINTS, GATEWAY, NODES, SUBNET, build_subnets

NETWORK = "network"
RULES = "network-rules"
NAT = "nat"
NAT_ADDRESS = "nat-address"
GATEWAY_ADDRESS = "gateway-address"

_HTTP_PORTS = ("80", "443")
_OUTBOUND = {Outbound.NAT_GATEWAY: "userAssignedNATGateway", Outbound.ROUTES: "userDefinedRouting"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """Where nodes, the API server, load balancers and private endpoints get their addresses: ids of subnets.

    Attributes:
        id: of the virtual network.
        nodes, api, endpoints: ids of subnets.
        outbound: how nodes reach the internet, as AKS says it.
        gateway: the subnet of the gateway's internal load balancer; None takes the nodes' own.
        gateway_name: its name.
        public_address: where requests come in from the internet; None where they do not.
    """

    id: pulumi.Input[str]
    nodes: pulumi.Input[str]
    api: pulumi.Input[str]
    endpoints: pulumi.Input[str]
    outbound: str
    gateway: pulumi.Input[str] | None = None
    gateway_name: str | None = None
    public_address: PublicIPAddress | None = None
    native: Native = field(default_factory=dict[str, pulumi.Resource])


def build_network(
    parent: pulumi.Resource, name: str, foundation: Foundation, options: NetworkOptions, *, public: bool
) -> Network:
    """Creates the network, or names the one that is there.

    Args:
        parent: gives the children their provider.
        name: what the names of all children start with.
        foundation: where it is created.
        options: its addresses.
        public: whether requests come in from the internet.
    """
    address = _public_address(parent, name, foundation, GATEWAY_ADDRESS) if public else None
    if options.existing:
        return _existing(options.existing, address)
    network = _network(parent, f"{name}-{NETWORK}", foundation, options)
    rules = _rules(parent, f"{name}-{RULES}", foundation, public=public)
    nat = _nat(parent, name, foundation)
    subnets = build_subnets(parent, name, foundation, options, network, rules, nat)
    return Network(
        id=network.id,
        nodes=subnets[NODES].id,
        api=subnets[API].id,
        endpoints=subnets[ENDPOINTS].id,
        outbound=_OUTBOUND[Outbound.NAT_GATEWAY],
        gateway=subnets[GATEWAY].id,
        gateway_name=GATEWAY,
        public_address=address,
        native={
            NETWORK: network,
            RULES: rules,
            NAT: nat,
            **{f"{SUBNET}-{key}": value for key, value in subnets.items()},
        },
    )


def _existing(existing: ExistingNetwork, address: PublicIPAddress | None) -> Network:
    return Network(
        id=existing.network_id,
        nodes=existing.nodes_subnet_id,
        api=existing.api_subnet_id,
        endpoints=existing.endpoints_subnet_id,
        outbound=_OUTBOUND[existing.outbound],
        public_address=address,
    )


def _network(
    parent: pulumi.Resource, resource_name: str, foundation: Foundation, options: NetworkOptions
) -> VirtualNetwork:
    # Azure answers with the subnets inside the network; they are resources of their own here.
    own = pulumi.ResourceOptions(parent=parent, ignore_changes=["subnets"])
    return VirtualNetwork(
        resource_name,
        virtual_network_name=foundation.access.names.regional(NETWORK),
        resource_group_name=foundation.group.name,
        location=foundation.access.region,
        address_space=AddressSpaceArgs(address_prefixes=[options.block]),
        tags=foundation.access.tags,
        opts=own,
    )


def _rules(
    parent: pulumi.Resource, resource_name: str, foundation: Foundation, *, public: bool
) -> NetworkSecurityGroup:
    """What may come in: by Azure's own rules the network and its load balancers, and nothing else unless public."""
    return NetworkSecurityGroup(
        resource_name,
        network_security_group_name=foundation.access.names.regional(RULES),
        resource_group_name=foundation.group.name,
        location=foundation.access.region,
        security_rules=[_requests()] if public else [],
        tags=foundation.access.tags,
        opts=pulumi.ResourceOptions(parent=parent),
    )


def _requests() -> SecurityRuleArgs:
    return SecurityRuleArgs(
        name="allow-requests",
        priority=100,
        direction="Inbound",
        access="Allow",
        protocol="Tcp",
        source_address_prefix="Internet",
        source_port_range="*",
        destination_address_prefix="*",
        destination_port_ranges=_HTTP_PORTS,
    )


def _public_address(parent: pulumi.Resource, name: str, foundation: Foundation, role: str) -> PublicIPAddress:
    """A fixed address on the internet, in all zones of the region."""
    access = foundation.access
    return PublicIPAddress(
        f"{name}-{role}",
        public_ip_address_name=access.names.regional(role),
        resource_group_name=foundation.group.name,
        location=access.region,
        sku=PublicIPAddressSkuArgs(name="Standard"),
        public_ip_allocation_method="Static",
        tags=access.tags,
        opts=pulumi.ResourceOptions(parent=parent),
    )


def _nat(parent: pulumi.Resource, name: str, foundation: Foundation) -> NatGateway:
    address = _public_address(parent, name, foundation, NAT_ADDRESS)
    return NatGateway(
        f"{name}-{NAT}",
        nat_gateway_name=foundation.access.names.regional(NAT),
        resource_group_name=foundation.group.name,
        location=foundation.access.region,
        sku=NatGatewaySkuArgs(name="Standard"),
        public_ip_addresses=[SubResourceArgs(id=address.id)],
        tags=foundation.access.tags,
        opts=pulumi.ResourceOptions(parent=parent),
    )
