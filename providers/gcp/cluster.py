"""The GKE cluster: private, with the least that Kubernetes can be talked into, and a small pool for the add-ons."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
from pulumi_gcp.container import (
    Cluster,
    ClusterAddonsConfigArgs,
    ClusterAddonsConfigDnsCacheConfigArgs,
    ClusterAddonsConfigGcePersistentDiskCsiDriverConfigArgs,
    ClusterAnonymousAuthenticationConfigArgs,
    ClusterCostManagementConfigArgs,
    ClusterDatabaseEncryptionArgs,
    ClusterIpAllocationPolicyArgs,
    ClusterLoggingConfigArgs,
    ClusterMasterAuthArgs,
    ClusterMasterAuthClientCertificateConfigArgs,
    ClusterMasterAuthorizedNetworksConfigArgs,
    ClusterMasterAuthorizedNetworksConfigCidrBlockArgs,
    ClusterMonitoringConfigArgs,
    ClusterMonitoringConfigManagedPrometheusArgs,
    ClusterNodeConfigArgs,
    ClusterNodeConfigShieldedInstanceConfigArgs,
    ClusterNodeConfigWorkloadMetadataConfigArgs,
    ClusterPrivateClusterConfigArgs,
    ClusterPrivateClusterConfigMasterGlobalAccessConfigArgs,
    ClusterRbacBindingConfigArgs,
    ClusterReleaseChannelArgs,
    ClusterSecurityPostureConfigArgs,
    ClusterWorkloadIdentityConfigArgs,
    NodePool,
)

from providers.gcp.access import Access
from providers.gcp.network import NetworkResult
from providers.gcp.nodes import (
    NodeSetting,
    NodeSpec,
    management,
    network_config,
    node_config,
    upgrade_settings,
)
from providers.gcp.options import GcpOptions
from providers.gcp.pool_names import NAME_LENGTH, SYSTEM
from providers.gcp.shapes import SYSTEM_DISK_GIB, SYSTEM_NODES, machine_of

CLUSTER = "cluster"
SYSTEM_POOL = "system"


@dataclass(frozen=True, slots=True, kw_only=True)
class GkeRequest:
    """What the cluster is built from.

    Attributes:
        zones: where its nodes may be.
        secrets_key: what Kubernetes Secrets are encrypted with before they are written down.
        measures_gpus: whether the exporter of GPU metrics runs.
        after: what must be there before nodes are.
    """

    options: GcpOptions
    access: Access
    zones: Sequence[str]
    network: NetworkResult
    nodes: NodeSetting
    secrets_key: pulumi.Input[str]
    measures_gpus: bool
    after: Sequence[pulumi.Resource]


def cluster_name(access: Access) -> str:
    """The cluster's name in its project and region."""
    return access.named(most=NAME_LENGTH)


def build_gke(parent: pulumi.Resource, name: str, request: GkeRequest) -> Cluster:
    """Creates the cluster without nodes."""
    options, access = request.options, request.access
    return Cluster(
        f"{name}-{CLUSTER}",
        name=cluster_name(access),
        location=access.region,
        node_locations=list(request.zones),
        deletion_protection=options.deletion_protection,
        resource_labels=access.labels,
        min_master_version=options.kubernetes_version,
        release_channel=ClusterReleaseChannelArgs(channel=options.release_channel),
        network=request.network.network,
        subnetwork=request.network.subnetwork,
        ip_allocation_policy=ClusterIpAllocationPolicyArgs(
            cluster_secondary_range_name=request.network.pods_range,
            services_secondary_range_name=request.network.services_range,
        ),
        # eBPF in place of iptables: what enforces NetworkPolicy.
        datapath_provider="ADVANCED_DATAPATH",
        enable_l4_ilb_subsetting=True,
        private_cluster_config=_private(options),
        master_authorized_networks_config=_allowed(options),
        master_auth=ClusterMasterAuthArgs(
            client_certificate_config=ClusterMasterAuthClientCertificateConfigArgs(issue_client_certificate=False)
        ),
        anonymous_authentication_config=ClusterAnonymousAuthenticationConfigArgs(mode="LIMITED"),
        enable_legacy_abac=False,
        rbac_binding_config=ClusterRbacBindingConfigArgs(
            enable_insecure_binding_system_authenticated=False, enable_insecure_binding_system_unauthenticated=False
        ),
        workload_identity_config=ClusterWorkloadIdentityConfigArgs(workload_pool=access.workload_pool),
        enable_shielded_nodes=True,
        database_encryption=ClusterDatabaseEncryptionArgs(state="ENCRYPTED", key_name=request.secrets_key),
        security_posture_config=ClusterSecurityPostureConfigArgs(
            mode="BASIC", vulnerability_mode="VULNERABILITY_DISABLED"
        ),
        logging_config=ClusterLoggingConfigArgs(
            enable_components=["SYSTEM_COMPONENTS", "WORKLOADS", "APISERVER", "CONTROLLER_MANAGER", "SCHEDULER"]
        ),
        monitoring_config=_monitoring(measures_gpus=request.measures_gpus),
        cost_management_config=ClusterCostManagementConfigArgs(enabled=True),
        addons_config=ClusterAddonsConfigArgs(
            dns_cache_config=ClusterAddonsConfigDnsCacheConfigArgs(enabled=True),
            gce_persistent_disk_csi_driver_config=ClusterAddonsConfigGcePersistentDiskCsiDriverConfigArgs(enabled=True),
        ),
        # GKE creates a cluster with a pool, which goes as soon as the cluster is there.
        initial_node_count=1,
        remove_default_node_pool=True,
        node_config=_passing_nodes(request.nodes),
        opts=pulumi.ResourceOptions(
            parent=parent,
            depends_on=list(request.after),
            ignore_changes=["initialNodeCount", "nodeConfig"],
        ),
    )


def build_system_pool(
    parent: pulumi.Resource, name: str, cluster: Cluster, machine: str, request: GkeRequest
) -> NodePool:
    """Creates the pool that the add-ons run on: one node in each of two zones, not tainted."""
    return NodePool(
        f"{name}-{SYSTEM_POOL}",
        name=SYSTEM,
        cluster=cluster.name,
        location=request.access.region,
        node_locations=list(request.zones[:SYSTEM_NODES]),
        node_count=1,
        node_config=node_config(NodeSpec(machine=machine_of(machine), disk_gib=SYSTEM_DISK_GIB), request.nodes),
        network_config=network_config(),
        management=management(),
        upgrade_settings=upgrade_settings(scarce=False),
        opts=pulumi.ResourceOptions(parent=parent),
    )


def _private(options: GcpOptions) -> ClusterPrivateClusterConfigArgs:
    """Nodes without public addresses, and an API server without one unless somebody outside may reach it."""
    return ClusterPrivateClusterConfigArgs(
        enable_private_nodes=True,
        enable_private_endpoint=not options.api_allowed_cidrs,
        # A network that is joined may be joined in another region.
        master_global_access_config=ClusterPrivateClusterConfigMasterGlobalAccessConfigArgs(
            enabled=bool(options.api_internal_cidrs)
        ),
    )


def _allowed(options: GcpOptions) -> ClusterMasterAuthorizedNetworksConfigArgs:
    """Whom the API server answers beside nodes and pods: nobody, or the addresses that were named."""
    blocks = [
        ClusterMasterAuthorizedNetworksConfigCidrBlockArgs(cidr_block=str(block), display_name=str(block))
        for block in (*options.api_allowed_cidrs, *options.api_internal_cidrs)
    ]
    return ClusterMasterAuthorizedNetworksConfigArgs(cidr_blocks=blocks, gcp_public_cidrs_access_enabled=False)


def _monitoring(*, measures_gpus: bool) -> ClusterMonitoringConfigArgs:
    """GKE's own metrics; its exporter of GPU metrics wants managed collection, which else collects next to nothing.

    Source: https://cloud.google.com/kubernetes-engine/docs/how-to/dcgm-metrics, 2026-11-21.
    """
    return ClusterMonitoringConfigArgs(
        enable_components=["SYSTEM_COMPONENTS", *(["DCGM"] if measures_gpus else [])],
        managed_prometheus=ClusterMonitoringConfigManagedPrometheusArgs(enabled=True),
    )


def _passing_nodes(setting: NodeSetting) -> ClusterNodeConfigArgs:
    """The nodes of the pool that goes: no less guarded for the minutes that they live."""
    return ClusterNodeConfigArgs(
        service_account=setting.account,
        boot_disk_kms_key=setting.disk_key,
        metadata={"disable-legacy-endpoints": "true"},
        oauth_scopes=["https://www.googleapis.com/auth/cloud-platform"],
        workload_metadata_config=ClusterNodeConfigWorkloadMetadataConfigArgs(mode="GKE_METADATA"),
        shielded_instance_config=ClusterNodeConfigShieldedInstanceConfigArgs(
            enable_secure_boot=True, enable_integrity_monitoring=True
        ),
    )
