"""Every option of a target, set to something else than its stack files say; laid over these one at a time."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Toggle:
    """One difference from a stack file.

    Attributes:
        options: merged over the stack file's.
        secrets: what the options ask for.
    """

    options: Mapping[str, object]
    secrets: Mapping[str, str] = field(default_factory=dict[str, str])


ADDONS: Mapping[str, Toggle] = {
    "addons.gateway": Toggle({"addons": {"gateway": {"mode": "preinstalled", "address": "10.0.0.7"}}}),
    "addons.autoscaling": Toggle({"addons": {"autoscaling": "preinstalled"}}),
    "addons.monitoring": Toggle({"addons": {"monitoring": "preinstalled"}}),
    "monitoring": Toggle(
        {"monitoring": {"receivers": {"page": {"kind": "pagerduty"}}}},
        secrets={"alerts_page": "0123456789abcdef0123456789abcdef"},
    ),
}

GCP: Mapping[str, Toggle] = {
    "project": Toggle({"project": "another-project"}),
    "project_number": Toggle({"project_number": 210987654321}),
    "images": Toggle({"images": {"puller": "registry.example.com/puller:1"}}),
    "zones": Toggle({"zones": ["us-central1-a", "us-central1-b"], "pools": None}),
    "network": Toggle({"network": {"nodes_cidr": "10.32.0.0/20", "pods_cidr": "10.36.0.0/14"}}),
    "network.existing": Toggle(
        {
            "network": {
                "existing": {
                    "network": "shared",
                    "subnetwork": "serving",
                    "pods_range": "pods",
                    "services_range": "services",
                }
            }
        }
    ),
    "api_allowed_cidrs": Toggle({"api_allowed_cidrs": ["198.51.100.0/24", "203.0.113.7/32"]}),
    "api_allowed_cidrs: nobody": Toggle({"api_allowed_cidrs": []}),
    "kubernetes_version": Toggle({"kubernetes_version": "1.34"}),
    "release_channel: rapid": Toggle({"release_channel": "RAPID"}),
    "release_channel: stable": Toggle({"release_channel": "STABLE"}),
    "release_channel: extended": Toggle({"release_channel": "EXTENDED"}),
    "deletion_protection": Toggle({"deletion_protection": True}),
    "pools": Toggle({"pools": {"cpu": {"zones": ["us-central1-b"]}}}),
    "notify": Toggle({"notify": []}),
    "billing_account": Toggle({"billing_account": "0A1B2C-3D4E5F-6A7B8C"}),
    "log_retention_days": Toggle({"log_retention_days": 7}),
    "data_access_logs": Toggle({"data_access_logs": False}),
    "data_access_logs: on": Toggle({"data_access_logs": True}),
    "api_internal_cidrs": Toggle({"api_internal_cidrs": ["192.168.0.0/16"]}),
    "arguments": Toggle({"arguments": {"cpu-nodes": {"maxPodsPerNode": 64}}}),
    **ADDONS,
}

AWS: Mapping[str, Toggle] = {
    "images": Toggle({"images": {"puller": "registry.example.com/puller:1"}}),
    "network": Toggle({"network": {"cidr": "10.96.0.0/16", "services_cidr": "172.24.0.0/16"}}),
    "network.nat: one": Toggle({"network": {"nat": "one"}}),
    "network.nat: per-zone": Toggle({"network": {"nat": "per-zone"}}),
    "network.private_endpoints": Toggle({"network": {"private_endpoints": True}}),
    "network.private_endpoints: off": Toggle({"network": {"private_endpoints": False}}),
    "network.flow_logs": Toggle({"network": {"flow_logs": True}}),
    "network.flow_logs: off": Toggle({"network": {"flow_logs": False}}),
    "network.existing": Toggle(
        {
            "network": {
                "existing": {
                    "vpc_id": "vpc-0123456789abcdef0",
                    "cidr": "10.0.0.0/16",
                    "private_subnet_ids": ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"],
                }
            }
        }
    ),
    "cluster.version": Toggle({"cluster": {"version": "1.34"}}),
    "cluster.api_allowed_cidrs": Toggle({"cluster": {"api_allowed_cidrs": ["203.0.113.0/24"]}}),
    "cluster.api_internal_cidrs": Toggle({"cluster": {"api_internal_cidrs": ["10.200.0.0/16"]}}),
    "cluster.admins": Toggle({"cluster": {"admins": ["arn:aws:iam::123456789012:role/another"]}}),
    "cluster.deletion_protection": Toggle({"cluster": {"deletion_protection": True}}),
    "registry.repositories": Toggle({"registry": {"repositories": ["puller", "team/server"]}}),
    "registry.keep_on_destroy": Toggle({"registry": {"keep_on_destroy": True}}),
    "addons.resource_metrics": Toggle({"addons": {"resource_metrics": "preinstalled"}}),
    "addons.accelerators": Toggle({"addons": {"accelerators": "preinstalled"}}),
    "notify": Toggle({"notify": []}),
    "log_retention_days": Toggle({"log_retention_days": 30}),
    "system_nodes_max": Toggle({"system_nodes_max": 6}),
    "arguments": Toggle({"arguments": {"cluster-eks": {"upgradePolicy": {"supportType": "STANDARD"}}}}),
    **ADDONS,
}

BY_TARGET: Mapping[str, Mapping[str, Toggle]] = {"aws": AWS, "gcp": GCP}
