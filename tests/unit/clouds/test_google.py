"""What Google Cloud refuses and accepts: by its discovery documents, and by the rules that no model holds."""

from typing import Any

import pytest

from tests.rigs.pretended import Pretended, unknown_one_by_one

CLOUD = Pretended.of("gcp")
GKE_POOL = {"cluster": "models", "name": "gpu", "location": "europe-west4"}
BUDGET = {"billingAccount": "01AB23-45CD67-89EF01", "amount": {"specifiedAmount": {"units": "100"}}}

CASES: list[tuple[str, dict[str, Any], dict[str, Any], str, str]] = [
    (
        "gcp:container/nodePool:NodePool",
        GKE_POOL,
        {"nodeConfig": {"diskSizeGb": 5}},
        "nodeConfig.diskSizeGb",
        "at least 10",
    ),
    (
        "gcp:container/nodePool:NodePool",
        GKE_POOL,
        {"nodeConfig": {"taints": [{"key": "a", "value": "b", "effect": "NoSchedule"}]}},
        "nodeConfig.taints[0].effect",
        "not among NO_SCHEDULE",
    ),
    (
        "gcp:container/nodePool:NodePool",
        GKE_POOL,
        {"autoscaling": {"minNodeCount": 1, "totalMaxNodeCount": 3}},
        "autoscaling",
        "exclude each other",
    ),
    (
        "gcp:container/nodePool:NodePool",
        GKE_POOL,
        {
            "nodeConfig": {"machineType": "ct5lp-hightpu-4t"},
            "placementPolicy": {"type": "COMPACT", "tpuTopology": "1x1"},
        },
        "placementPolicy.tpuTopology",
        "do not come on whole",
    ),
    (
        "gcp:container/nodePool:NodePool",
        GKE_POOL,
        {"nodeConfig": {"machineType": "g2-standard-24", "guestAccelerators": [{"type": "nvidia-l4", "count": 1}]}},
        "nodeConfig.guestAccelerators[0].count",
        "comes with 2",
    ),
    (
        "gcp:container/cluster:Cluster",
        {"name": "models"},
        {"datapathProvider": "EBPF"},
        "datapathProvider",
        "not among",
    ),
    ("gcp:container/cluster:Cluster", {}, {"name": "Models"}, "name", "small letters"),
    ("gcp:storage/bucket:Bucket", {"location": "EU"}, {"name": "google-models"}, "name", "without google"),
    (
        "gcp:storage/bucket:Bucket",
        {"name": "models", "location": "europe-west4"},
        {"rpo": "ASYNC_TURBO"},
        "rpo",
        "two regions",
    ),
    ("gcp:serviceaccount/account:Account", {}, {"accountId": "abc"}, "accountId", "6 to 30"),
    (
        "gcp:projects/iAMMember:IAMMember",
        {"project": "p", "role": "roles/x.y"},
        {"member": "me@x"},
        "member",
        "kind:name",
    ),
    (
        "gcp:kms/cryptoKey:CryptoKey",
        {"keyRing": "r", "name": "k"},
        {"purpose": "SECRETS"},
        "purpose",
        "ENCRYPT_DECRYPT",
    ),
    ("gcp:billing/budget:Budget", BUDGET, {"billingAccount": "mine"}, "billingAccount", "01AB23"),
    (
        "gcp:billing/budget:Budget",
        BUDGET,
        {"thresholdRules": [{"thresholdPercent": 0.5, "spendBasis": "NOW"}]},
        "thresholdRules[0].spendBasis",
        "not among",
    ),
    (
        "gcp:monitoring/dashboard:Dashboard",
        {},
        {"dashboardJson": '{"displayName": "models", "mosaicLayout": {"colums": 4}}'},
        "dashboardJson.mosaicLayout.colums",
        "no such property",
    ),
    ("gcp:dns/managedZone:ManagedZone", {"name": "zone"}, {"dnsName": "example.com"}, "dnsName", "end with a dot"),
]
ACCEPTED: list[tuple[str, dict[str, Any]]] = [
    ("gcp:container/nodePool:NodePool", GKE_POOL),
    ("gcp:billing/budget:Budget", BUDGET),
]


@pytest.mark.parametrize(("token", "good", "change", "path", "reason"), CASES)
def test_what_is_refused(token: str, good: dict[str, Any], change: dict[str, Any], path: str, reason: str) -> None:
    found = CLOUD.vendor.failures(token, {**good, **change}, CLOUD.existing)
    assert [failure.property for failure in found] == [path]
    assert reason in found[0].reason


@pytest.mark.parametrize(("token", "inputs"), ACCEPTED)
def test_what_is_accepted_also_while_some_of_it_is_unknown(token: str, inputs: dict[str, Any]) -> None:
    for each in (inputs, *unknown_one_by_one(inputs)):
        assert CLOUD.vendor.failures(token, each, CLOUD.existing) == []


def test_ranges_of_a_google_network_lie_apart_secondary_ones_too() -> None:
    cloud = Pretended.of("gcp")
    network = cloud.create("gcp:compute/network:Network", "network", {"name": "network"})
    ranges = [{"rangeName": "pods", "ipCidrRange": "10.4.0.0/14"}]
    first = {"name": "first", "network": network, "ipCidrRange": "10.5.0.0/24", "secondaryIpRanges": ranges}
    cloud.create("gcp:compute/subnetwork:Subnetwork", "first", first)
    second = {"name": "second", "network": network, "ipCidrRange": "10.6.0.0/24"}
    cloud.create("gcp:compute/subnetwork:Subnetwork", "second", second)
    within, between = cloud.refused
    assert "10.4.0.0/14 overlaps 10.5.0.0/24" in within
    assert "10.6.0.0/24 overlaps 10.4.0.0/14" in between


def test_a_cluster_names_ranges_that_its_subnetwork_has() -> None:
    cloud = Pretended.of("gcp")
    network = cloud.create("gcp:compute/network:Network", "network", {"name": "network"})
    ranges = [{"rangeName": "pods", "ipCidrRange": "10.4.0.0/14"}]
    subnetwork = {"name": "nodes", "network": network, "ipCidrRange": "10.0.0.0/24", "secondaryIpRanges": ranges}
    home = cloud.create("gcp:compute/subnetwork:Subnetwork", "nodes", subnetwork)
    policy = {"clusterSecondaryRangeName": "pods", "servicesSecondaryRangeName": "services"}
    cluster = {"name": "models", "network": network, "subnetwork": home, "ipAllocationPolicy": policy}
    cloud.create("gcp:container/cluster:Cluster", "models", cluster)
    assert len(cloud.refused) == 1
    assert "has no secondary range 'services'" in cloud.refused[0]
