"""The AKS cluster: private, without local accounts, its secrets wrapped in the environment's own key."""

from dataclasses import dataclass

import pulumi
from pulumi_azure_native import containerservice as aks

from providers.azure.cluster_identities import Identities
from providers.azure.foundation import Foundation, log
from providers.azure.keys import Keys
from providers.azure.names import SYSTEM_POOL
from providers.azure.network import Network
from providers.azure.options import AzureOptions
from providers.azure.shapes import SYSTEM_DISK_GIB, SYSTEM_NODES

CLUSTER = "kubernetes"
_NODE_IDENTITY = "kubeletidentity"
_IMAGES_CLEANED_HOURS = 168
_DNS_PREFIX_LENGTH = 54
AUDIT_LOGS = ("kube-audit-admin", "guard", "kube-apiserver", "kube-controller-manager", "cluster-autoscaler")
"""Who changed what, who logged in, and why nodes came and went.

Source: https://learn.microsoft.com/azure/aks/monitor-aks-reference#resource-logs, 2026-11-21.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterPlan:
    """What the cluster is built from.

    Attributes:
        system_machine: what the cluster's own nodes are.
        ranked: whether pods prefer one group of nodes to another: spot to on demand.
        disks: the id of what disks are encrypted by, under the environment's key; Azure's own keys when None.
    """

    foundation: Foundation
    network: Network
    keys: Keys
    identities: Identities
    options: AzureOptions
    system_machine: str
    ranked: bool
    disks: pulumi.Input[str] | None


def build_managed_cluster(parent: pulumi.Resource, name: str, plan: ClusterPlan) -> aks.ManagedCluster:
    """Creates the cluster with the nodes that add-ons run on, and sends its audit log to the workspace."""
    access, options = plan.foundation.access, plan.options
    cluster = aks.ManagedCluster(
        f"{name}-{CLUSTER}",
        resource_name_=access.names.regional(),
        resource_group_name=plan.foundation.group.name,
        location=access.region,
        sku=aks.ManagedClusterSKUArgs(name="Base", tier="Standard"),
        dns_prefix=access.names.regional(most=_DNS_PREFIX_LENGTH),
        kubernetes_version=options.cluster.kubernetes_version,
        # The patches of a version, and node images with their security fixes, without anybody asking for them.
        auto_upgrade_profile=aks.ManagedClusterAutoUpgradeProfileArgs(
            upgrade_channel="patch", node_os_upgrade_channel="NodeImage"
        ),
        node_resource_group=f"{access.names.group}-nodes",
        identity=aks.ManagedClusterIdentityArgs(
            type=aks.ResourceIdentityType.USER_ASSIGNED, user_assigned_identities=[plan.identities.control_plane.id]
        ),
        identity_profile={_NODE_IDENTITY: _node_identity(plan.identities)},
        enable_rbac=True,
        disable_local_accounts=True,
        aad_profile=_logins(plan),
        api_server_access_profile=_api_access(plan),
        network_profile=_network(plan),
        security_profile=_security(plan.keys),
        oidc_issuer_profile=aks.ManagedClusterOIDCIssuerProfileArgs(enabled=True),
        auto_scaler_profile=_autoscaler(ranked=plan.ranked),
        agent_pool_profiles=[_system_pool(plan)],
        disk_encryption_set_id=plan.disks,
        tags=access.tags,
        opts=pulumi.ResourceOptions(parent=parent, depends_on=list(plan.identities.grants.values())),
    )
    log(parent, f"{name}-{CLUSTER}-logs", plan.foundation, cluster.id, categories=AUDIT_LOGS)
    return cluster


def _node_identity(identities: Identities) -> aks.UserAssignedIdentityArgs:
    nodes = identities.nodes
    return aks.UserAssignedIdentityArgs(resource_id=nodes.id, client_id=nodes.client_id, object_id=nodes.principal_id)


def _logins(plan: ClusterPlan) -> aks.ManagedClusterAADProfileArgs:
    return aks.ManagedClusterAADProfileArgs(
        managed=True,
        enable_azure_rbac=True,
        tenant_id=plan.foundation.access.tenant_id,
        admin_group_object_ids=plan.options.cluster.administrator_groups,
    )


def _api_access(plan: ClusterPlan) -> aks.ManagedClusterAPIServerAccessProfileArgs:
    """In the network, and from nowhere else unless somebody is named.

    Being in the network is also what lets it use a vault that is not on the internet.
    Source: https://learn.microsoft.com/azure/aks/use-kms-etcd-encryption, 2026-11-21.
    """
    allowed = plan.options.cluster.api_allowed_cidrs
    return aks.ManagedClusterAPIServerAccessProfileArgs(
        enable_vnet_integration=True,
        subnet_id=plan.network.api,
        enable_private_cluster=not allowed,
        enable_private_cluster_public_fqdn=None if allowed else False,
        authorized_ip_ranges=list(allowed) or None,
        # Commands by Azure's own API would pass by the network's rules.
        disable_run_command=True,
    )


def _network(plan: ClusterPlan) -> aks.ContainerServiceNetworkProfileArgs:
    """Cilium enforces network policies; pods have addresses of their own that the network does not see."""
    blocks = plan.options.network
    return aks.ContainerServiceNetworkProfileArgs(
        network_plugin="azure",
        network_plugin_mode="overlay",
        network_dataplane="cilium",
        network_policy="cilium",
        load_balancer_sku="standard",
        outbound_type=plan.network.outbound,
        pod_cidr=blocks.pods_block,
        service_cidr=blocks.services_block,
        dns_service_ip=blocks.dns_address,
    )


def _security(keys: Keys) -> aks.ManagedClusterSecurityProfileArgs:
    return aks.ManagedClusterSecurityProfileArgs(
        azure_key_vault_kms=aks.AzureKeyVaultKmsArgs(
            enabled=True,
            key_id=keys.secrets.key_uri_with_version,
            key_vault_network_access="Private",
            key_vault_resource_id=keys.vault.id,
        ),
        workload_identity=aks.ManagedClusterSecurityProfileWorkloadIdentityArgs(enabled=True),
        image_cleaner=aks.ManagedClusterSecurityProfileImageCleanerArgs(
            enabled=True, interval_hours=_IMAGES_CLEANED_HOURS
        ),
    )


def _autoscaler(*, ranked: bool) -> aks.ManagedClusterPropertiesAutoScalerProfileArgs:
    """By the ranks in its ConfigMap where there are some (`spot.py`), else by what wastes least.

    Model pods keep caches in volumes of their node: a node is given back all the same once its pods are gone.
    """
    return aks.ManagedClusterPropertiesAutoScalerProfileArgs(
        expander="priority" if ranked else "least-waste", skip_nodes_with_local_storage="false"
    )


def _system_pool(plan: ClusterPlan) -> aks.ManagedClusterAgentPoolProfileArgs:
    return aks.ManagedClusterAgentPoolProfileArgs(
        name=SYSTEM_POOL,
        mode="System",
        type="VirtualMachineScaleSets",
        orchestrator_version=plan.options.cluster.kubernetes_version,
        vm_size=plan.system_machine,
        count=SYSTEM_NODES,
        os_type="Linux",
        os_sku="Ubuntu",
        os_disk_type="Managed",
        os_disk_size_gb=SYSTEM_DISK_GIB,
        availability_zones=plan.options.zones,
        vnet_subnet_id=plan.network.nodes,
        enable_node_public_ip=False,
        enable_encryption_at_host=plan.options.cluster.encryption_at_host,
        security_profile=node_security(trusted_launch=True),
        upgrade_settings=aks.AgentPoolUpgradeSettingsArgs(max_surge="1"),
        tags=plan.foundation.access.tags,
    )


def node_security(*, trusted_launch: bool) -> aks.AgentPoolSecurityProfileArgs:
    """Nobody logs in to nodes; they start from what Microsoft signed, where their machines can hold to that.

    Source: https://learn.microsoft.com/azure/aks/use-trusted-launch, 2026-11-21.
    """
    return aks.AgentPoolSecurityProfileArgs(
        ssh_access="Disabled", enable_secure_boot=trusted_launch, enable_vtpm=trusted_launch
    )
