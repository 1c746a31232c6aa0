"""The network: private nodes, a way out, and Google's own services without leaving Google's network."""

from dataclasses import dataclass, field

import pulumi
from pulumi_gcp.dns import (
    ManagedZone,
    ManagedZonePrivateVisibilityConfigArgs,
    ManagedZonePrivateVisibilityConfigNetworkArgs,
    RecordSet,
)

from components.results import Native
from providers.gcp.access import Access
from providers.gcp.options import ExistingNetwork, NetworkOptions
from providers.gcp.vpc import Network, Router, RouterNat, Subnetwork

NETWORK = "network"
SUBNETWORK = "subnetwork"
ROUTER = "router"
NAT = "nat"
PODS_RANGE = "pods"
SERVICES_RANGE = "services"

GOOGLE_DOMAINS = ("googleapis.com", "gcr.io", "pkg.dev")
"""What the cluster asks of Google: APIs (the model bucket too), and images."""

PRIVATE_ADDRESSES = ("199.36.153.8", "199.36.153.9", "199.36.153.10", "199.36.153.11")
"""private.googleapis.com: routable from inside a network only.

Source: https://cloud.google.com/vpc/docs/configure-private-google-access#domain-options, 2026-11-21.
"""

_TTL_SECONDS = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkResult:
    """Where the cluster goes.

    Attributes:
        pods_range: the secondary range of the subnetwork that pods get their addresses from, by name.
        services_range: the same for Services.
        ready: what must be there before nodes are: their way out, and their way to Google's services.
    """

    network: pulumi.Input[str]
    subnetwork: pulumi.Input[str]
    pods_range: str
    services_range: str
    ready: tuple[pulumi.Resource, ...] = ()
    native: Native = field(default_factory=dict[str, pulumi.Resource])


def build_network(parent: pulumi.Resource, name: str, options: NetworkOptions, access: Access) -> NetworkResult:
    """Creates the network, or names the one that is there. Called once, by `build_cluster`."""
    return _existing(options.existing, access) if options.existing else _own(parent, name, options, access)


def _existing(there: ExistingNetwork, access: Access) -> NetworkResult:
    home = f"projects/{there.project or access.project}"
    return NetworkResult(
        network=f"{home}/global/networks/{there.network}",
        subnetwork=f"{home}/regions/{access.region}/subnetworks/{there.subnetwork}",
        pods_range=there.pods_range,
        services_range=there.services_range,
    )


def _own(parent: pulumi.Resource, name: str, options: NetworkOptions, access: Access) -> NetworkResult:
    child = pulumi.ResourceOptions(parent=parent)
    network = Network(
        f"{name}-{NETWORK}",
        {"name": access.named(), "autoCreateSubnetworks": False, "routingMode": "REGIONAL"},
        child,
    )
    subnetwork = _subnetwork(f"{name}-{SUBNETWORK}", network, options, access, child)
    way_out = _way_out(name, network, subnetwork, access, child)
    domains = _private_domains(name, network, access, child)
    return NetworkResult(
        network=network.id,
        subnetwork=subnetwork.id,
        pods_range=PODS_RANGE,
        services_range=SERVICES_RANGE,
        ready=(way_out[NAT], *domains.values()),
        native={NETWORK: network, SUBNETWORK: subnetwork, **way_out, **domains},
    )


def _subnetwork(
    resource_name: str, network: Network, options: NetworkOptions, access: Access, child: pulumi.ResourceOptions
) -> Subnetwork:
    """One subnetwork for all zones: on Google Cloud it spans the region."""
    ranges = {PODS_RANGE: options.pods_cidr, SERVICES_RANGE: options.services_cidr}
    return Subnetwork(
        resource_name,
        {
            "name": access.named(),
            "network": network.id,
            "region": access.region,
            "ipCidrRange": str(options.nodes_cidr),
            "secondaryIpRanges": [
                {"rangeName": range_name, "ipCidrRange": str(block)} for range_name, block in ranges.items()
            ],
            "privateIpGoogleAccess": True,
            "logConfig": {
                "aggregationInterval": "INTERVAL_5_MIN",
                "flowSampling": 0.1,
                "metadata": "INCLUDE_ALL_METADATA",
            },
        },
        child,
    )


def _way_out(
    name: str, network: Network, subnetwork: Subnetwork, access: Access, child: pulumi.ResourceOptions
) -> dict[str, pulumi.Resource]:
    router = Router(f"{name}-{ROUTER}", {"name": access.named(), "network": network.id, "region": access.region}, child)
    nat = RouterNat(
        f"{name}-{NAT}",
        {
            "name": access.named(),
            "router": access.named(),
            "region": access.region,
            "natIpAllocateOption": "AUTO_ONLY",
            "sourceSubnetworkIpRangesToNat": "LIST_OF_SUBNETWORKS",
            "subnetworks": [{"name": subnetwork.id, "sourceIpRangesToNats": ["ALL_IP_RANGES"]}],
            "logConfig": {"enable": True, "filter": "ERRORS_ONLY"},
        },
        pulumi.ResourceOptions.merge(child, pulumi.ResourceOptions(depends_on=[router])),
    )
    return {ROUTER: router, NAT: nat}


def _private_domains(
    name: str, network: Network, access: Access, child: pulumi.ResourceOptions
) -> dict[str, pulumi.Resource]:
    """Names of Google's services resolve to addresses that exist inside networks only."""
    made: dict[str, pulumi.Resource] = {}
    for domain in GOOGLE_DOMAINS:
        role = domain.replace(".", "-")
        zone = ManagedZone(
            f"{name}-{role}",
            name=access.named(role),
            dns_name=f"{domain}.",
            description=f"{domain} by Private Google Access",
            visibility="private",
            private_visibility_config=ManagedZonePrivateVisibilityConfigArgs(
                networks=[ManagedZonePrivateVisibilityConfigNetworkArgs(network_url=network.id)]
            ),
            opts=child,
        )
        apex = f"private.{domain}." if domain == "googleapis.com" else f"{domain}."
        made[role] = zone
        made[f"{role}-addresses"] = _record(f"{name}-{role}-addresses", zone, apex, "A", PRIVATE_ADDRESSES, child)
        made[f"{role}-names"] = _record(f"{name}-{role}-names", zone, f"*.{domain}.", "CNAME", (apex,), child)
    return made


def _record(
    resource_name: str,
    zone: ManagedZone,
    record: str,
    kind: str,
    values: tuple[str, ...],
    child: pulumi.ResourceOptions,
) -> RecordSet:
    return RecordSet(
        resource_name,
        managed_zone=zone.name,
        name=record,
        type=kind,
        ttl=_TTL_SECONDS,
        rrdatas=list(values),
        opts=child,
    )
