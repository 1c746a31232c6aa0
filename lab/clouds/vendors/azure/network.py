"""Networks: virtual networks, subnets, addresses, NAT, rules, private endpoints and their names."""

from collections.abc import Iterator
from typing import Final

from lab.clouds.values import Properties, Value, at
from lab.clouds.vendor import Existing, Failure
from lab.clouds.vendors import rules
from lab.clouds.vendors.azure.arm import arm, guid
from lab.clouds.vendors.kinds import Made, measured, paths, texts_at

SUBNET: Final = "azure-native:network:Subnet"
_NETWORK: Final = "azure-native:network:VirtualNetwork"
_ADDRESS: Final = "azure-native:network:PublicIPAddress"
_NAT: Final = "azure-native:network:NatGateway"
_GROUP: Final = "azure-native:network:NetworkSecurityGroup"
_ZONE: Final = "azure-native:privatedns:PrivateZone"

_PLAIN: Final = r"[A-Za-z0-9]([\w.-]{0,78}\w)?"
_PRIORITIES: Final = range(100, 4097)


def _place(inputs: Properties, existing: Existing) -> Iterator[Failure]:
    """A subnet lies in its network, beside the other subnets."""
    home = (inputs.get("resourceGroupName"), inputs.get("virtualNetworkName"))
    mine, failures = rules.ranges(
        "addressPrefix", [*texts_at(inputs, "addressPrefix"), *texts_at(inputs, "addressPrefixes")]
    )
    yield from failures
    for network in existing.resources(_NETWORK):
        if (network.inputs.get("resourceGroupName"), network.inputs.get("virtualNetworkName")) == home:
            outer, _ = rules.ranges("", texts_at(network.inputs, "addressSpace.addressPrefixes"))
            yield from rules.inside("addressPrefix", mine, outer, network.id)
    beside = [
        each
        for each in existing.resources(SUBNET)
        if (each.inputs.get("resourceGroupName"), each.inputs.get("virtualNetworkName")) == home
        and each.inputs.get("subnetName") != inputs.get("subnetName")
    ]
    taken = [(each.id, net) for each in beside for net in rules.ranges("", texts_at(each.inputs, "addressPrefix"))[0]]
    yield from rules.apart("addressPrefix", mine, taken)


def _space(inputs: Properties, existing: Existing) -> Iterator[Failure]:
    del existing
    place = "addressSpace.addressPrefixes"
    yield from rules.ranges(place, texts_at(inputs, place))[1]


def _priorities(inputs: Properties, existing: Existing) -> Iterator[Failure]:
    """Source: https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview, 2026-11-21."""
    del existing
    given = inputs.get("securityRules")
    taken: set[tuple[str, int]] = set()
    for index in range(len(given) if isinstance(given, list) else 0):
        place = f"securityRules[{index}]"
        priority, direction = at(inputs, f"{place}.priority"), str(at(inputs, f"{place}.direction"))
        if not isinstance(priority, int):
            continue
        if priority not in _PRIORITIES:
            yield Failure(f"{place}.priority", f"is {priority}, not between 100 and 4096")
        if (direction, priority) in taken:
            yield Failure(f"{place}.priority", f"{priority} is taken by another {direction} rule")
        taken.add((direction, priority))


def _static(inputs: Properties, existing: Existing) -> Iterator[Failure]:
    """Source: https://learn.microsoft.com/azure/virtual-network/ip-services/public-ip-addresses#sku, 2026-11-21."""
    del existing
    if at(inputs, "sku.name") == "Standard" and inputs.get("publicIPAllocationMethod") == "Dynamic":
        yield Failure("publicIPAllocationMethod", "addresses of SKU Standard are Static")


def _address(made: Made) -> str:
    """One of the addresses that are kept for documentation, https://www.rfc-editor.org/rfc/rfc5737."""
    return f"198.51.100.{int(made.digest('address')[:2], 16)}"


def _interfaces(made: Made) -> Value:
    return [{"id": made.text("{id}") + ".nic." + made.digest("interface")[:8]}]


KINDS: Final = (
    arm(
        "network:VirtualNetwork",
        "Microsoft.Network/virtualNetworks/{virtualNetworkName}",
        naming=r"[A-Za-z0-9]([\w.-]{0,62}\w)",
        outputs={"resourceGuid": guid("network")},
        checks=(_space,),
    ),
    arm(
        "network:Subnet",
        "Microsoft.Network/virtualNetworks/{virtualNetworkName}/subnets/{subnetName}",
        naming=_PLAIN,
        outputs={"name": "{subnetName}"},
        needs={"natGateway.id": _NAT, "networkSecurityGroup.id": _GROUP},
        checks=(_place,),
    ),
    arm(
        "network:PublicIPAddress",
        "Microsoft.Network/publicIPAddresses/{publicIpAddressName}",
        naming=_PLAIN,
        outputs={"ipAddress": _address, "resourceGuid": guid("address")},
        replaced_by=paths("sku zones publicIPAddressVersion"),
        checks=(_static,),
    ),
    arm(
        "network:NatGateway",
        "Microsoft.Network/natGateways/{natGatewayName}",
        naming=_PLAIN,
        outputs={"resourceGuid": guid("nat")},
        replaced_by=paths("sku zones"),
        needs={"publicIpAddresses.id": _ADDRESS},
        seconds=measured(13, "azurerm_nat_gateway", 1),
    ),
    arm(
        "network:NetworkSecurityGroup",
        "Microsoft.Network/networkSecurityGroups/{networkSecurityGroupName}",
        naming=_PLAIN,
        outputs={"resourceGuid": guid("rules")},
        checks=(_priorities,),
    ),
    arm(
        "network:PrivateEndpoint",
        "Microsoft.Network/privateEndpoints/{privateEndpointName}",
        naming=r"[A-Za-z0-9]([\w.-]{0,62}\w)",
        outputs={"networkInterfaces": _interfaces},
        replaced_by=paths("subnet privateLinkServiceConnections.privateLinkServiceId customNetworkInterfaceName"),
        needs={"subnet.id": SUBNET},
    ),
    arm(
        "network:PrivateDnsZoneGroup",
        "Microsoft.Network/privateEndpoints/{privateEndpointName}/privateDnsZoneGroups/{privateDnsZoneGroupName}",
        needs={"privateDnsZoneConfigs.privateDnsZoneId": _ZONE},
    ),
    arm(
        "privatedns:PrivateZone",
        "Microsoft.Network/privateDnsZones/{privateZoneName}",
        naming=r"(?=.{1,253}$)[A-Za-z0-9_-]{1,63}(\.[A-Za-z0-9_-]{1,63})+",
        outputs={"maxNumberOfRecordSets": 25000, "numberOfRecordSets": 1},
    ),
    arm(
        "privatedns:VirtualNetworkLink",
        "Microsoft.Network/privateDnsZones/{privateZoneName}/virtualNetworkLinks/{virtualNetworkLinkName}",
        naming=_PLAIN,
        outputs={"virtualNetworkLinkState": "Completed"},
        replaced_by=paths("virtualNetwork"),
        needs={"virtualNetwork.id": _NETWORK, "privateZoneName": _ZONE},
    ),
)
