"""Where requests enter: a load balancer of Azure's at an address that is known before it is there."""

from dataclasses import dataclass

import pulumi

from providers.azure.addresses import NetworkOptions
from providers.azure.names import Names
from providers.azure.network import GATEWAY_ADDRESS, Network

_PREFIX = "service.beta.kubernetes.io/azure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """What the gateway's Service says to Azure, and the address it then has.

    Attributes:
        annotations: of the Service.
            Source: https://learn.microsoft.com/azure/aks/load-balancer-standard#customizations, 2026-11-21.
        address: an IP address; None where somebody else's network gives one.
    """

    annotations: dict[str, str]
    address: pulumi.Input[str] | None


def door(network: Network, options: NetworkOptions, names: Names) -> Door:
    """The door to the internet where the network has an address there, else one that opens to the network only."""
    if network.public_address is not None:
        annotations = {
            f"{_PREFIX}-load-balancer-resource-group": names.group,
            f"{_PREFIX}-pip-name": names.regional(GATEWAY_ADDRESS),
        }
        return Door(annotations=annotations, address=network.public_address.ip_address.apply(lambda known: known or ""))
    internal = {f"{_PREFIX}-load-balancer-internal": "true"}
    if network.gateway_name is None:
        return Door(annotations=internal, address=None)
    fixed = {
        f"{_PREFIX}-load-balancer-internal-subnet": network.gateway_name,
        f"{_PREFIX}-load-balancer-ipv4": options.gateway_address,
    }
    return Door(annotations={**internal, **fixed}, address=options.gateway_address)
