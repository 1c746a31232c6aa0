"""Google Cloud."""

from tests.rigs.refusals import Accepted, Refused

GKE_POOL = {"cluster": "models", "name": "gpu", "location": "europe-west4"}
BUDGET = {"billingAccount": "01AB23-45CD67-89EF01", "amount": {"specifiedAmount": {"units": "100"}}}

CASES: list[Refused] = [
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
ACCEPTED: list[Accepted] = [
    ("gcp:container/nodePool:NodePool", GKE_POOL),
    ("gcp:billing/budget:Budget", BUDGET),
]
