"""Networks: VPC, subnetworks, routers, NAT, firewall rules, addresses, names.

What replaces: `ForceNew` in the Terraform provider that Pulumi's is made of,
https://github.com/hashicorp/terraform-provider-google/tree/main/google/services/compute, 2026-11-21.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from lab.clouds.values import Properties, at
from lab.clouds.vendor import AutoName, Existing, Failure
from lab.clouds.vendors import rules
from lab.clouds.vendors.google.settings import NAME, NAME_RULE
from lab.clouds.vendors.kinds import Computed, Kind, Made, measured, paths, texts_at

NETWORK: Final = "gcp:compute/network:Network"
SUBNETWORK: Final = "gcp:compute/subnetwork:Subnetwork"
_ROUTER: Final = "gcp:compute/router:Router"
_ZONE: Final = "gcp:dns/managedZone:ManagedZone"

_SELF: Final = "https://www.googleapis.com/compute/v1/{id}"
_NAMED: Final = rules.named("name", NAME, NAME_RULE)
_RANGES: Final = ("ipCidrRange", "secondaryIpRanges.ipCidrRange")


def _links(**others: Computed) -> Mapping[str, Computed]:
    return {"selfLink": _SELF, "creationTimestamp": "2026-01-01T00:00:00.000-00:00", **others}


def _ranges(inputs: Properties, existing: Existing) -> Iterator[Failure]:
    """Ranges of a network do not overlap, secondary ones neither."""
    mine: list[tuple[str, rules.Network]] = []
    for place in _RANGES:
        networks, failures = rules.ranges(place, texts_at(inputs, place))
        yield from failures
        yield from rules.apart(place, networks, mine)
        mine += [(place, network) for network in networks]
    taken = [
        (other.id, network)
        for other in existing.resources(SUBNETWORK)
        if other.inputs.get("network") == inputs.get("network") and not _same(other.inputs, inputs)
        for place in _RANGES
        for network in rules.ranges("", texts_at(other.inputs, place))[0]
    ]
    for place, network in mine:
        yield from rules.apart(place, [network], taken)


def _same(one: Properties, other: Properties) -> bool:
    return all(one.get(place) == other.get(place) for place in ("name", "region", "project"))


def _addresses(inputs: Properties, existing: Existing) -> Iterator[Failure]:
    """Source: https://cloud.google.com/nat/docs/ports-and-addresses, 2026-11-21."""
    del existing
    manual, given = inputs.get("natIpAllocateOption") == "MANUAL_ONLY", inputs.get("natIps")
    if manual and not given:
        yield Failure("natIps", "MANUAL_ONLY needs addresses")
    if inputs.get("natIpAllocateOption") == "AUTO_ONLY" and given:
        yield Failure("natIps", "AUTO_ONLY takes no addresses")
    listed = inputs.get("sourceSubnetworkIpRangesToNat") == "LIST_OF_SUBNETWORKS"
    if listed and not at(inputs, "subnetworks"):
        yield Failure("subnetworks", "LIST_OF_SUBNETWORKS needs a list of subnetworks")


def _gateway(made: Made) -> str:
    networks, _ = rules.ranges("", texts_at(made.words, "ipCidrRange"))
    return str(networks[0][1]) if networks else ""


def _name_servers(made: Made) -> list[str]:
    letter = "abcde"[int(made.digest("servers")[:2], 16) % 5]
    return [f"ns-cloud-{letter}{number}.googledomains.com." for number in range(1, 5)]


KINDS: Final = (
    Kind(
        NETWORK,
        model="compute.v1.Network",
        elsewhere={"routingMode": "compute.v1.NetworkRoutingConfig.routingMode"},
        name=AutoName(lower=True),
        identity="projects/{project}/global/networks/{name}",
        outputs={"selfLink": _SELF, "networkId": lambda made: int(made.digest("network")[:12], 16)},
        replaced_by=paths("name autoCreateSubnetworks description internalIpv6Range networkProfile project"),
        rules=(_NAMED,),
        seconds=measured(22, "google_compute_network", 9),
    ),
    Kind(
        SUBNETWORK,
        model="compute.v1.Subnetwork",
        name=AutoName(lower=True),
        identity="projects/{project}/regions/{region}/subnetworks/{name}",
        outputs=_links(gatewayAddress=_gateway),
        replaced_by=paths("name network description externalIpv6Prefix internalIpv6Prefix region project"),
        needs={"network": NETWORK},
        rules=(_NAMED, _ranges),
        seconds=measured(21, "google_compute_subnetwork", 10),
    ),
    Kind(
        _ROUTER,
        model="compute.v1.Router",
        name=AutoName(lower=True),
        identity="projects/{project}/regions/{region}/routers/{name}",
        outputs=_links(),
        replaced_by=paths("name encryptedInterconnectRouter network region project"),
        needs={"network": NETWORK},
        rules=(_NAMED,),
    ),
    Kind(
        "gcp:compute/routerNat:RouterNat",
        model="compute.v1.RouterNat",
        name=AutoName(lower=True),
        identity="{project}/{region}/{router}/{name}",
        replaced_by=paths("name router endpointTypes initialNatIps region type project"),
        needs={"router": _ROUTER, "subnetworks.name": SUBNETWORK},
        rules=(_NAMED, _addresses),
        seconds=measured(12, "google_compute_router_nat", 5),
    ),
    Kind(
        "gcp:compute/firewall:Firewall",
        model="compute.v1.Firewall",
        renames={
            "allows": "allowed",
            "denies": "denied",
            "allows.protocol": "IPProtocol",
            "denies.protocol": "IPProtocol",
        },
        name=AutoName(lower=True),
        identity="projects/{project}/global/firewalls/{name}",
        outputs=_links(),
        replaced_by=paths("name direction project"),
        needs={"network": NETWORK},
        rules=(_NAMED,),
    ),
    Kind(
        "gcp:compute/address:Address",
        model="compute.v1.Address",
        name=AutoName(lower=True),
        identity="projects/{project}/regions/{region}/addresses/{name}",
        outputs=_links(address=lambda made: f"192.0.2.{int(made.digest('address')[:2], 16)}"),
        replaced_by=paths(
            "name address addressType description ipVersion ipv6EndpointType network networkTier prefixLength purpose "
            "region subnetwork project"
        ),
        needs={"network": NETWORK, "subnetwork": SUBNETWORK},
        rules=(_NAMED,),
    ),
    Kind(
        _ZONE,
        model="dns.v1.ManagedZone",
        name=AutoName(lower=True),
        identity="projects/{project}/managedZones/{name}",
        outputs={
            "managedZoneId": lambda made: int(made.digest("zone")[:12], 16),
            "nameServers": lambda made: [*_name_servers(made)],
            "creationTime": "2026-01-01T00:00:00.000Z",
        },
        replaced_by=paths("dnsName name visibility project"),
        needs={"privateVisibilityConfig.networks.networkUrl": NETWORK},
        rules=(_NAMED, rules.named("dnsName", r".+\.", "DNS names of zones end with a dot")),
    ),
    Kind(
        "gcp:dns/recordSet:RecordSet",
        model="dns.v1.ResourceRecordSet",
        identity="projects/{project}/managedZones/{managedZone}/rrsets/{name}/{type}",
        replaced_by=paths("managedZone name routingPolicy.healthCheck project"),
        needs={"managedZone": _ZONE},
        rules=(rules.named("name", r".+\.", "names of records end with a dot"),),
    ),
)
