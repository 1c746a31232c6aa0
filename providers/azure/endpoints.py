"""Private endpoints: addresses in the network for services that have no other door."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
from pulumi_azure_native.network import (
    PrivateDnsZoneConfigArgs,
    PrivateDnsZoneGroup,
    PrivateEndpoint,
    PrivateLinkServiceConnectionArgs,
    SubnetArgs,
)
from pulumi_azure_native.privatedns import PrivateZone, VirtualNetworkLink
from pulumi_azure_native.privatedns import SubResourceArgs as LinkedNetworkArgs

from providers.azure.foundation import Foundation
from providers.azure.network import Network


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """Something that gets an address in the network.

    Attributes:
        suffix: what it is called here.
        id: of the resource.
        part: which part of the resource, by Azure's name for it.
        zone: the DNS zone in which its public name finds the private address.

    Source: https://learn.microsoft.com/azure/private-link/private-endpoint-dns, 2026-11-21.
    """

    suffix: str
    id: pulumi.Input[str]
    part: str
    zone: str


def blobs(account_id: pulumi.Input[str]) -> Service:
    """The blobs of a storage account."""
    return Service(suffix="objects", id=account_id, part="blob", zone="privatelink.blob.core.windows.net")


def images(registry_id: pulumi.Input[str]) -> Service:
    """A container registry."""
    return Service(suffix="images", id=registry_id, part="registry", zone="privatelink.azurecr.io")


def vault(vault_id: pulumi.Input[str]) -> Service:
    """A key vault."""
    return Service(suffix="vault", id=vault_id, part="vault", zone="privatelink.vaultcore.azure.net")


def build_endpoints(
    parent: pulumi.Resource, name: str, foundation: Foundation, network: Network, services: Sequence[Service]
) -> Mapping[str, PrivateDnsZoneGroup]:
    """Creates an endpoint for each service; a service can be reached once its zone group, which is returned, is."""
    return {
        f"endpoint-{service.suffix}": _endpoint(
            parent, f"{name}-endpoint-{service.suffix}", foundation, network, service
        )
        for service in services
    }


def _endpoint(
    parent: pulumi.Resource, resource_name: str, foundation: Foundation, network: Network, service: Service
) -> PrivateDnsZoneGroup:
    access, child = foundation.access, pulumi.ResourceOptions(parent=parent)
    endpoint = PrivateEndpoint(
        resource_name,
        private_endpoint_name=access.names.regional("endpoint", service.suffix),
        resource_group_name=foundation.group.name,
        location=access.region,
        subnet=SubnetArgs(id=network.endpoints),
        private_link_service_connections=[
            PrivateLinkServiceConnectionArgs(
                name=service.suffix, private_link_service_id=service.id, group_ids=[service.part]
            )
        ],
        tags=access.tags,
        opts=child,
    )
    zone = _zone(parent, resource_name, foundation, network, service)
    return PrivateDnsZoneGroup(
        f"{resource_name}-names",
        private_dns_zone_group_name="default",
        private_endpoint_name=endpoint.name,
        resource_group_name=foundation.group.name,
        private_dns_zone_configs=[PrivateDnsZoneConfigArgs(name=service.suffix, private_dns_zone_id=zone.id)],
        opts=child,
    )


def _zone(
    parent: pulumi.Resource, resource_name: str, foundation: Foundation, network: Network, service: Service
) -> PrivateZone:
    access, child = foundation.access, pulumi.ResourceOptions(parent=parent)
    zone = PrivateZone(
        f"{resource_name}-zone",
        private_zone_name=service.zone,
        resource_group_name=foundation.group.name,
        location="global",
        tags=access.tags,
        opts=child,
    )
    VirtualNetworkLink(
        f"{resource_name}-zone-link",
        virtual_network_link_name=access.names.regional(service.suffix),
        private_zone_name=zone.name,
        resource_group_name=foundation.group.name,
        location="global",
        registration_enabled=False,
        virtual_network=LinkedNetworkArgs(id=network.id),
        tags=access.tags,
        opts=child,
    )
    return zone
