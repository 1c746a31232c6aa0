"""The subnets of a new network: which of them get out, and which belong to a service."""

from collections.abc import Mapping, Sequence

import pulumi
from pulumi_azure_native.network import (
    DelegationArgs,
    NatGateway,
    NetworkSecurityGroup,
    NetworkSecurityGroupArgs,
    Subnet,
    SubResourceArgs,
    VirtualNetwork,
)

from providers.azure.addresses import NetworkOptions
from providers.azure.foundation import Foundation

SUBNET = "subnet"
NODES = "nodes"
GATEWAY = "gateway"
API = "api"
ENDPOINTS = "endpoints"


def build_subnets(
    parent: pulumi.Resource,
    name: str,
    foundation: Foundation,
    options: NetworkOptions,
    network: VirtualNetwork,
    rules: NetworkSecurityGroup,
    nat: NatGateway,
) -> Mapping[str, Subnet]:
    """One after the other: Azure changes a network once at a time, and refuses a second change meanwhile."""
    managed = DelegationArgs(name="cluster", service_name="Microsoft.ContainerService/managedClusters")
    wanted: list[tuple[str, str, Sequence[DelegationArgs], bool]] = [
        (NODES, options.nodes_block, [], True),
        (GATEWAY, options.gateway_block, [], False),
        (API, options.api_block, [managed], False),
        (ENDPOINTS, options.endpoints_block, [], False),
    ]
    made: dict[str, Subnet] = {}
    for suffix, block, delegations, outbound in wanted:
        made[suffix] = Subnet(
            f"{name}-{SUBNET}-{suffix}",
            subnet_name=suffix,
            virtual_network_name=network.name,
            resource_group_name=foundation.group.name,
            address_prefix=block,
            # Nobody gets out but by the NAT gateway, whose address others can know.
            # A delegated subnet's way out is the service's own to manage.
            default_outbound_access=None if delegations else False,
            delegations=delegations or None,
            nat_gateway=SubResourceArgs(id=nat.id) if outbound else None,
            network_security_group=NetworkSecurityGroupArgs(id=rules.id),
            opts=pulumi.ResourceOptions(parent=parent, depends_on=list(made.values())),
        )
    return made
