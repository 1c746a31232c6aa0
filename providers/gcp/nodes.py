"""What every node of the cluster is made of, whichever pool it belongs to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pulumi
from pulumi_gcp.container import (
    NodePoolManagementArgs,
    NodePoolNetworkConfigArgs,
    NodePoolNodeConfigArgs,
    NodePoolNodeConfigGuestAcceleratorArgs,
    NodePoolNodeConfigGuestAcceleratorGpuDriverInstallationConfigArgs,
    NodePoolNodeConfigGvnicArgs,
    NodePoolNodeConfigKubeletConfigArgs,
    NodePoolNodeConfigShieldedInstanceConfigArgs,
    NodePoolNodeConfigTaintArgs,
    NodePoolNodeConfigWorkloadMetadataConfigArgs,
    NodePoolUpgradeSettingsArgs,
)
from pulumi_gcp.kms import CryptoKey

from components.machines import Machine
from components.results import Native, Toleration
from providers.gcp.accelerators import gpu_type
from providers.gcp.access import Access
from providers.gcp.identity import node_account_email
from providers.gcp.keys import Purpose, key_role
from providers.gcp.shapes import boot_disk_type

EFFECTS = {"NoSchedule": "NO_SCHEDULE", "NoExecute": "NO_EXECUTE", "PreferNoSchedule": "PREFER_NO_SCHEDULE"}

AUTOSCALER_OWNED = ["initialNodeCount", "nodeCount"]
"""What the autoscaler changes behind our back, and what would replace the pool if we did."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeSetting:
    """What all nodes of a stack have in common.

    Attributes:
        account: what they act as.
        disk_key: what their boot disks are encrypted with; None for a key of Google's.
        labels: what their machines and disks are labelled with, for the bill.
    """

    account: pulumi.Input[str]
    disk_key: pulumi.Input[str] | None
    labels: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeSpec:
    """What the nodes of one pool are.

    Attributes:
        labels: of the Kubernetes nodes.
        taints: that we put there; GKE adds its own.
    """

    machine: Machine
    disk_gib: int
    labels: Mapping[str, str] = field(default_factory=dict[str, str])
    taints: Sequence[Toleration] = ()
    spot: bool = False


def node_setting(access: Access, native: Native) -> NodeSetting:
    """What all nodes have in common, from what the cluster was built with; `native` holds it by role."""
    disk_key = native.get(key_role(Purpose.DISKS))
    return NodeSetting(
        account=node_account_email(access),
        disk_key=disk_key.id if isinstance(disk_key, CryptoKey) else None,
        labels=access.labels,
    )


def node_config(spec: NodeSpec, setting: NodeSetting) -> NodePoolNodeConfigArgs:
    """The configuration of a pool's nodes: shielded, without legacy metadata, without credentials for pods to take."""
    machine = spec.machine
    return NodePoolNodeConfigArgs(
        machine_type=machine.name,
        image_type="COS_CONTAINERD",
        disk_size_gb=spec.disk_gib,
        disk_type=boot_disk_type(machine.name),
        boot_disk_kms_key=setting.disk_key,
        spot=spec.spot,
        service_account=setting.account,
        # What the account may do is said by its roles: scopes only take away.
        oauth_scopes=["https://www.googleapis.com/auth/cloud-platform"],
        metadata={"disable-legacy-endpoints": "true"},
        workload_metadata_config=NodePoolNodeConfigWorkloadMetadataConfigArgs(mode="GKE_METADATA"),
        shielded_instance_config=NodePoolNodeConfigShieldedInstanceConfigArgs(
            enable_secure_boot=True, enable_integrity_monitoring=True
        ),
        kubelet_config=NodePoolNodeConfigKubeletConfigArgs(insecure_kubelet_readonly_port_enabled="FALSE"),
        gvnic=NodePoolNodeConfigGvnicArgs(enabled=True),
        guest_accelerators=_gpus(machine),
        labels=dict(spec.labels),
        taints=[_taint(taint) for taint in spec.taints] or None,
        resource_labels=dict(setting.labels),
    )


def network_config() -> NodePoolNetworkConfigArgs:
    """No public addresses."""
    return NodePoolNetworkConfigArgs(enable_private_nodes=True)


def management() -> NodePoolManagementArgs:
    """Broken nodes are replaced, and old ones upgraded with the control plane."""
    return NodePoolManagementArgs(auto_repair=True, auto_upgrade=True)


def upgrade_settings(*, scarce: bool) -> NodePoolUpgradeSettingsArgs:
    """One node at a time: a new one first, or an old one first where another device may not be had."""
    return NodePoolUpgradeSettingsArgs(
        strategy="SURGE", max_surge=0 if scarce else 1, max_unavailable=1 if scarce else 0
    )


def _gpus(machine: Machine) -> list[NodePoolNodeConfigGuestAcceleratorArgs] | None:
    """The machine's GPUs, with drivers that GKE installs; its device plugin comes by itself.

    Source: https://cloud.google.com/kubernetes-engine/docs/how-to/gpus#create, 2026-11-21.
    """
    kind = gpu_type(machine)
    if kind is None or machine.accelerator is None:
        return None
    driver = NodePoolNodeConfigGuestAcceleratorGpuDriverInstallationConfigArgs(gpu_driver_version="DEFAULT")
    return [
        NodePoolNodeConfigGuestAcceleratorArgs(
            type=kind, count=int(machine.accelerator.count), gpu_driver_installation_config=driver
        )
    ]


def _taint(taint: Toleration) -> NodePoolNodeConfigTaintArgs:
    return NodePoolNodeConfigTaintArgs(key=taint.key, value=taint.value, effect=EFFECTS[taint.effect])
