"""GKE: clusters and node pools.

What replaces: `ForceNew` in the Terraform provider that Pulumi's is made of,
https://github.com/hashicorp/terraform-provider-google/tree/main/google/services/container, 2026-11-21.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from lab.clouds.values import Properties, Value, at
from lab.clouds.vendor import AutoName, Existing, Failure
from lab.clouds.vendors import rules
from lab.clouds.vendors.certificates import authority
from lab.clouds.vendors.google import machines
from lab.clouds.vendors.google.network import NETWORK, SUBNETWORK
from lab.clouds.vendors.google.nodes import machine_of, pool_nodes
from lab.clouds.vendors.kinds import Kind, Made, everything_at, measured, paths, texts_at

CLUSTER: Final = "gcp:container/cluster:Cluster"

_NEWEST: Final = "1.35.2-gke.1100000"
_SHORT_NAME: Final = r"[a-z]([-a-z0-9]{0,38}[a-z0-9])?"
_SHORT_RULE: Final = (
    "names are 1 to 40 small letters, digits and hyphens, begin with a letter and do not end with a hyphen"
)
_SMALLEST_DISK_GB: Final = 10
_ACCELERATORS: Final = {"g2": "nvidia-l4", "a2": "nvidia-", "a3": "nvidia-h", "a4": "nvidia-b"}


def _ranges_exist(inputs: Properties, existing: Existing) -> Iterator[Failure]:
    """Source: https://cloud.google.com/kubernetes-engine/docs/how-to/alias-ips, 2026-11-21."""
    home = inputs.get("subnetwork")
    subnetwork = existing.find(SUBNETWORK, home) if isinstance(home, str) else None
    if subnetwork is None:
        return
    known = texts_at(subnetwork.inputs, "secondaryIpRanges.rangeName")
    for place in ("clusterSecondaryRangeName", "servicesSecondaryRangeName"):
        path = f"ipAllocationPolicy.{place}"
        for wanted in texts_at(inputs, path):
            if wanted not in known:
                yield Failure(path, f"{subnetwork.id} has no secondary range {wanted!r}", ", ".join(known))


def _autoscaling(inputs: Properties, existing: Existing) -> Iterator[Failure]:
    """Source: https://cloud.google.com/kubernetes-engine/docs/concepts/cluster-autoscaler, 2026-11-21."""
    del existing
    given = at(inputs, "autoscaling")
    if not isinstance(given, dict):
        return
    for_each = [name for name in ("minNodeCount", "maxNodeCount") if given.get(name) is not None]
    for_all = [name for name in ("totalMinNodeCount", "totalMaxNodeCount") if given.get(name) is not None]
    if for_each and for_all:
        yield Failure("autoscaling", f"{', '.join(for_each)} for each zone and {', '.join(for_all)} exclude each other")
    for least, most in (("minNodeCount", "maxNodeCount"), ("totalMinNodeCount", "totalMaxNodeCount")):
        low, high = given.get(least), given.get(most)
        if isinstance(low, int) and isinstance(high, int) and low > high:
            yield Failure(f"autoscaling.{least}", f"is {low}, more than {most} {high}")


def _disk(inputs: Properties, existing: Existing) -> Iterator[Failure]:
    """Source: `validation.IntAtLeast(10)` of disk_size_gb in the Terraform provider, 2026-11-21."""
    del existing
    size = at(inputs, "nodeConfig.diskSizeGb")
    if isinstance(size, int) and size < _SMALLEST_DISK_GB:
        yield Failure("nodeConfig.diskSizeGb", f"is {size}, but at least {_SMALLEST_DISK_GB} are needed")


def _slice(inputs: Properties, existing: Existing) -> Iterator[Failure]:
    """Source: https://cloud.google.com/kubernetes-engine/docs/concepts/plan-tpus, 2026-11-21."""
    del existing
    machine, place = machine_of(inputs), "placementPolicy.tpuTopology"
    for topology in texts_at(inputs, place):
        chips = machines.chips(machine)
        sides = topology.split("x")
        if not chips:
            yield Failure(place, f"machines of type {machine} have no TPUs")
        elif not all(side.isdecimal() for side in sides):
            yield Failure(place, f"is {topology!r}, but has to be like 2x2 or 2x2x1")
        elif _product(sides) % chips:
            yield Failure(place, f"{topology} is {_product(sides)} chips, which do not come on whole {machine}")


def _gpus(inputs: Properties, existing: Existing) -> Iterator[Failure]:
    """Source: https://cloud.google.com/compute/docs/gpus, 2026-11-21."""
    del existing
    machine, place = machine_of(inputs), "nodeConfig.guestAccelerators"
    start = _ACCELERATORS.get(machines.series(machine))
    kinds = texts_at(inputs, f"{place}.type")
    for kind in kinds:
        if start is not None and not kind.startswith(start):
            yield Failure(f"{place}[0].type", f"{machine} comes with {start}…, not with {kind}")
        if start is None and machines.series(machine) != "n1":
            yield Failure(f"{place}[0].type", f"{machine} takes no GPUs")
    offered = machines.capacity(machine).get("nvidia.com/gpu")
    counts = [count for count in everything_at(inputs, f"{place}.count") if isinstance(count, int)]
    if offered and counts and sum(counts) != int(offered):
        yield Failure(f"{place}[0].count", f"is {sum(counts)}, but {machine} comes with {offered}")


def _control_plane(inputs: Properties, existing: Existing) -> Iterator[Failure]:
    """Source: https://cloud.google.com/kubernetes-engine/docs/how-to/private-clusters, 2026-11-21."""
    del existing
    place = "privateClusterConfig.masterIpv4CidrBlock"
    networks, failures = rules.ranges(place, texts_at(inputs, place))
    yield from failures
    for network in networks:
        if network.prefixlen != 28:  # noqa: PLR2004 - what the page says
            yield Failure(place, f"{network} is not a /28")


def _product(sides: list[str]) -> int:
    product = 1
    for side in sides:
        product *= int(side)
    return product


def _address(made: Made) -> str:
    return f"192.0.2.{int(made.digest('endpoint')[:2], 16)}"


def _master_auth(made: Made) -> Value:
    given = made.words.get("masterAuth")
    known: Mapping[str, Value] = given if isinstance(given, dict) else {}
    return {**known, "clusterCaCertificate": authority(made.text("{id}")), "clientCertificate": "", "clientKey": ""}


def _private(made: Made) -> Value:
    given = made.words.get("privateClusterConfig")
    known: Mapping[str, Value] = given if isinstance(given, dict) else {}
    return {**known, "privateEndpoint": "172.16.0.2", "publicEndpoint": _address(made)}


def _dns_endpoint(made: Made) -> Value:
    given = made.words.get("controlPlaneEndpointsConfig")
    known: Mapping[str, Value] = given if isinstance(given, dict) else {}
    dns = known.get("dnsEndpointConfig")
    endpoint = made.text("gke-{fresh}-{number}.{location}.gke.goog")
    return {**known, "dnsEndpointConfig": {**(dns if isinstance(dns, dict) else {}), "endpoint": endpoint}}


def _version(made: Made) -> str:
    given = made.words.get("minMasterVersion")
    return given if isinstance(given, str) and "gke" in given else _NEWEST


def _groups(made: Made) -> list[Value]:
    zones = texts_at(made.words, "nodeLocations") or [made.text("{zone}")]
    template = "https://www.googleapis.com/compute/v1/projects/{project}/zones/%s/instanceGroupManagers/gke-{name}"
    return [made.text(template % zone) for zone in zones]


KINDS: Final = (
    Kind(
        CLUSTER,
        model="container.v1.Cluster",
        renames={
            "minMasterVersion": "initialClusterVersion",
            "monitoringConfig.managedPrometheus": "managedPrometheusConfig",
        },
        elsewhere={
            "datapathProvider": "container.v1.NetworkConfig.datapathProvider",
            "dnsConfig": "container.v1.NetworkConfig.dnsConfig",
            "gatewayApiConfig": "container.v1.NetworkConfig.gatewayApiConfig",
            "inTransitEncryptionConfig": "container.v1.NetworkConfig.inTransitEncryptionConfig",
            "privateIpv6GoogleAccess": "container.v1.NetworkConfig.privateIpv6GoogleAccess",
            "loggingConfig.enableComponents": "container.v1.LoggingComponentConfig.enableComponents",
            "monitoringConfig.enableComponents": "container.v1.MonitoringComponentConfig.enableComponents",
        },
        name=AutoName(most_characters=40, lower=True),
        identity="projects/{project}/locations/{location}/clusters/{name}",
        outputs={
            "selfLink": "https://container.googleapis.com/v1/{id}",
            "endpoint": _address,
            "masterAuth": _master_auth,
            "privateClusterConfig": _private,
            "controlPlaneEndpointsConfig": _dns_endpoint,
            "masterVersion": _version,
            "nodeVersion": _version,
        },
        replaced_by=paths(
            "name location clusterIpv4Cidr description enableKubernetesAlpha enableTpu enableAutopilot "
            "initialNodeCount confidentialNodes masterAuth.clientCertificateConfig network nodePools project "
            "subnetwork ipAllocationPolicy networkingMode privateClusterConfig.masterIpv4CidrBlock "
            "privateClusterConfig.privateEndpointSubnetwork defaultMaxPodsPerNode datapathProvider"
        ),
        needs={"network": NETWORK, "subnetwork": SUBNETWORK},
        rules=(rules.named("name", _SHORT_NAME, _SHORT_RULE), _ranges_exist, _control_plane, _disk),
        seconds=measured(224, "google_container_cluster", 9),
    ),
    Kind(
        "gcp:container/nodePool:NodePool",
        model="container.v1.NodePool",
        renames={
            "nodeConfig": "config",
            "nodeConfig.guestAccelerators": "accelerators",
            "nodeConfig.guestAccelerators.type": "acceleratorType",
            "nodeConfig.guestAccelerators.count": "acceleratorCount",
            "nodeCount": "",
        },
        name=AutoName(most_characters=40, lower=True),
        identity="projects/{project}/locations/{location}/clusters/{cluster}/nodePools/{name}",
        outputs={"version": _NEWEST, "instanceGroupUrls": _groups, "managedInstanceGroupUrls": _groups},
        replaced_by=paths(
            "project cluster location placementPolicy queuedProvisioning maxPodsPerNode initialNodeCount name "
            "namePrefix networkConfig.createPodRange networkConfig.podRange networkConfig.podIpv4CidrBlock "
            "networkConfig.subnetwork networkConfig.additionalNodeNetworkConfigs nodeConfig.guestAccelerators "
            "nodeConfig.localSsdCount nodeConfig.ephemeralStorageLocalSsdConfig "
            "nodeConfig.localNvmeSsdBlockConfig nodeConfig.metadata nodeConfig.minCpuPlatform "
            "nodeConfig.oauthScopes nodeConfig.preemptible nodeConfig.reservationAffinity nodeConfig.spot "
            "nodeConfig.serviceAccount nodeConfig.shieldedInstanceConfig nodeConfig.bootDiskKmsKey "
            "nodeConfig.secondaryBootDisks nodeConfig.advancedMachineFeatures.threadsPerCore "
            "nodeConfig.flexStart"
        ),
        rules=(rules.named("name", _SHORT_NAME, _SHORT_RULE), _autoscaling, _disk, _slice, _gpus),
        nodes=pool_nodes,
        seconds=measured(94, "google_container_node_pool", 4),
    ),
)
