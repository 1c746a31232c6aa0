"""The way into a cluster that the stack itself creates: who vouches for it, and a provider that logs in to it."""

from dataclasses import dataclass

import pulumi
import pulumi_kubernetes as kubernetes
from pulumi_azure_native.containerservice import ManagedCluster, list_managed_cluster_user_credentials_output

from providers.azure.foundation import Foundation
from providers.azure.kubeconfig import authority_of, kubeconfig, pem
from providers.azure.options import ClusterOptions

PROVIDER = "provider"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterAccess:
    """How a cluster is reached; as `ClusterResult` says it."""

    provider: kubernetes.Provider
    kubeconfig: pulumi.Output[str]
    endpoint: pulumi.Output[str]
    ca_certificate: pulumi.Output[str]
    auth_command: str


def open_cluster(
    parent: pulumi.Resource, name: str, foundation: Foundation, cluster: ManagedCluster, options: ClusterOptions
) -> ClusterAccess:
    """Creates the provider for everything inside the cluster. It holds no credentials: kubelogin gets them."""
    names = foundation.access.names
    host = cluster.fqdn if options.api_allowed_cidrs else cluster.private_fqdn
    credentials = list_managed_cluster_user_credentials_output(
        resource_group_name=foundation.group.name,
        resource_name=cluster.name,
        opts=pulumi.InvokeOutputOptions(parent=parent, depends_on=[cluster]),
    )
    authority = credentials.apply(lambda found: authority_of([each.value for each in found.kubeconfigs or []]))
    text = pulumi.Output.secret(
        pulumi.Output.all(host, authority).apply(
            lambda known: kubeconfig(names.regional(), known[0], known[1], options.login)
        )
    )
    return ClusterAccess(
        # An `up` that was killed leaves objects that its state does not know; the next one has to take them over
        # (docs/adr/0006-an-up-takes-over-what-it-finds.md).
        provider=kubernetes.Provider(
            f"{name}-{PROVIDER}",
            kubeconfig=text,
            upsert_existing_objects=True,
            opts=pulumi.ResourceOptions(parent=parent),
        ),
        kubeconfig=text,
        endpoint=pulumi.Output.concat("https://", host, ":443"),
        ca_certificate=pulumi.Output.unsecret(authority.apply(pem)),
        auth_command=(
            f"az aks get-credentials --subscription {foundation.access.subscription_id} "
            f"--resource-group {names.group} --name {names.regional()} && kubelogin convert-kubeconfig "
            f"--login {options.login.value}"
        ),
    )
