"""The cluster: own key around secrets, no local accounts, policies enforced, nodes that nobody logs in to."""

import json
import re

import pytest

from providers.azure.options import ClusterOptions, Login
from tests.rigs.azure import ADMINISTRATORS, T4, TENANT, named, options, planned
from tests.rigs.environments import accelerated_pool, cpu_pool, environment
from transship.plan.recorder import SECRET, Inputs, Recording

ROLE = "authorization:RoleAssignment"
RELEASE = "kubernetes:helm.sh/v3:Release"


@pytest.fixture(scope="module", name="plain")
def plain_stack() -> Recording:
    return planned()


@pytest.fixture(scope="module", name="cluster")
def plain_cluster(plain: Recording) -> Inputs:
    return named(plain, "containerservice:ManagedCluster", "cluster-kubernetes").inputs


def test_nobody_has_an_account_of_the_clusters_own(cluster: Inputs) -> None:
    assert cluster["disableLocalAccounts"] is True
    assert cluster["enableRBAC"] is True
    assert cluster["aadProfile"] == {
        "managed": True,
        "enableAzureRBAC": True,
        "tenantID": TENANT,
        "adminGroupObjectIDs": [ADMINISTRATORS],
    }


def test_secrets_are_wrapped_in_the_environments_key_without_asking(cluster: Inputs) -> None:
    assert cluster["securityProfile"]["azureKeyVaultKms"] == {
        "enabled": True,
        "keyId": "[registry-secrets-key.keyUriWithVersion]",
        "keyVaultNetworkAccess": "Private",
        "keyVaultResourceId": "registry-vault-id",
    }


def test_network_policies_are_enforced(cluster: Inputs) -> None:
    network = cluster["networkProfile"]
    assert network["networkPolicy"] == network["networkDataplane"] == "cilium"
    assert (network["networkPlugin"], network["networkPluginMode"]) == ("azure", "overlay")
    assert network["dnsServiceIP"] == "10.245.0.10"


def test_pods_can_be_identities(cluster: Inputs) -> None:
    assert cluster["oidcIssuerProfile"] == {"enabled": True}
    assert cluster["securityProfile"]["workloadIdentity"] == {"enabled": True}


def test_add_ons_have_two_untainted_nodes_to_run_on(cluster: Inputs) -> None:
    (pool,) = cluster["agentPoolProfiles"]
    assert (pool["mode"], pool["count"], pool["availabilityZones"]) == ("System", 2, ["1", "2", "3"])
    assert "nodeTaints" not in pool
    assert pool["securityProfile"] == {"sshAccess": "Disabled", "enableSecureBoot": True, "enableVTPM": True}
    assert pool["enableNodePublicIP"] is False


def test_audit_and_autoscaler_logs_are_kept(plain: Recording) -> None:
    logs = named(plain, "monitor:DiagnosticSetting", "cluster-kubernetes-logs").inputs
    assert {each["category"] for each in logs["logs"]} >= {"kube-audit-admin", "guard", "cluster-autoscaler"}
    assert named(plain, "operationalinsights:Workspace", "registry-logs").inputs["retentionInDays"] == 90


def test_the_control_plane_may_do_what_it_has_to_and_no_more(plain: Recording) -> None:
    granted = {
        role.name: (role.inputs["roleDefinitionId"].rpartition("/")[2], role.inputs["scope"])
        for role in plain.of(f"azure-native:{ROLE}")
        if role.inputs["principalId"] == "[cluster-control-plane-identity.principalId]"
    }
    assert granted == {
        "cluster-joins-nodes": ("4d97b98b-1d4f-4787-a291-c67834d212e7", "cluster-subnet-nodes-id"),
        "cluster-joins-api": ("4d97b98b-1d4f-4787-a291-c67834d212e7", "cluster-subnet-api-id"),
        "cluster-joins-gateway": ("4d97b98b-1d4f-4787-a291-c67834d212e7", "cluster-subnet-gateway-id"),
        "cluster-acts-as-nodes": ("f1a07417-d97a-45cb-824c-7a7467783830", "cluster-nodes-identity-id"),
        "cluster-wraps-secrets": ("12338af0-0e69-4776-bea7-57ae8d297424", "registry-vault-id"),
        "cluster-reaches-vault": ("f25e0fa2-a7c8-4377-a976-54943a77a395", "registry-vault-id"),
    }


def test_nodes_may_pull_images_and_nothing_else(plain: Recording) -> None:
    granted = [
        (role.inputs["roleDefinitionId"].rpartition("/")[2], role.inputs["scope"])
        for role in plain.of(f"azure-native:{ROLE}")
        if role.inputs["principalId"] == "[cluster-nodes-identity.principalId]"
    ]
    assert granted == [("7f951dda-4ed3-4680-a7ca-43fe172d538d", "registry-images-id")]


def test_the_cluster_comes_after_what_it_was_granted(plain: Recording) -> None:
    cluster = named(plain, "containerservice:ManagedCluster", "cluster-kubernetes")
    grants = {role.urn for role in plain.of(f"azure-native:{ROLE}") if "/cluster-" in role.urn.replace("::", "/")}
    metrics = named(plain, ROLE, "cluster-metrics-write").urn
    assert grants - {metrics} <= cluster.dependencies


def test_the_kubeconfig_is_secret_and_holds_no_credentials(plain: Recording) -> None:
    (provider,) = plain.of("pulumi:providers:kubernetes")
    assert provider.inputs["kubeconfig"] == SECRET
    assert plain.outputs["kubeconfig"] == SECRET
    assert plain.outputs["cluster"]["auth_command"].endswith("--login azurecli")


@pytest.mark.parametrize("login", Login)
def test_whoever_deploys_logs_in_as_they_are(login: Login) -> None:
    chosen = options(cluster=ClusterOptions(administrator_groups=(ADMINISTRATORS,), login=login))
    said = planned(chosen=chosen).outputs["cluster"]["auth_command"]
    assert said.endswith(f"kubelogin convert-kubeconfig --login {login.value}")


def test_the_gpu_operator_comes_with_gpus_and_leaves_drivers_to_the_nodes(plain: Recording) -> None:
    assert "cluster-accelerators" not in {release.name for release in plain.of(RELEASE)}
    recording = planned(environment(pools=(cpu_pool(), accelerated_pool(T4))))
    values = recording.one(RELEASE, "cluster-accelerators").inputs["values"]
    assert values["driver"] == values["toolkit"] == {"enabled": False}
    assert values["operator"]["runtimeClass"] == "nvidia-container-runtime"
    tolerated = [each["key"] for each in values["daemonsets"]["tolerations"]]
    assert tolerated == ["nvidia.com/gpu", "kubernetes.azure.com/scalesetpriority"]


def test_what_aks_brings_is_not_installed_again(plain: Recording) -> None:
    assert sorted(release.name for release in plain.of(RELEASE)) == [
        "cluster-autoscaling",
        "cluster-gateway",
        "cluster-monitoring",
    ]


def test_everything_that_can_be_tagged_is() -> None:
    recording = planned(environment(pools=(cpu_pool(), accelerated_pool(T4))))
    untagged = {
        resource.type.rpartition(":")[2]
        for resource in recording.resources
        if resource.type.startswith("azure-native:") and "tags" not in resource.inputs
    }
    assert untagged == {
        "BlobContainer",
        "BlobServiceProperties",
        "Budget",
        "DiagnosticSetting",
        "FederatedIdentityCredential",
        "ManagementPolicy",
        "PrivateDnsZoneGroup",
        "RoleAssignment",
        "Subnet",
    } - {"Budget"}
    tags = [resource.inputs["tags"] for resource in recording.resources if "tags" in resource.inputs]
    assert {json.dumps(each, sort_keys=True) for each in tags} == {
        '{"managed-by": "transship", "transship-environment": "test", "transship-stack": "test"}'
    }


def test_grants_are_named_the_same_on_every_run() -> None:
    names = [
        {role.name: role.inputs["roleAssignmentName"] for role in planned().of(f"azure-native:{ROLE}")}
        for _ in range(2)
    ]
    assert names[0] == names[1]
    assert len(set(names[0].values())) == len(names[0])
    assert all(re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", name) for name in names[0].values())
