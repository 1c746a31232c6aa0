"""The control plane: private, its secrets encrypted, its doings logged, and no keys that live long."""

import json

import pytest

from components.specs import ServingSpec
from providers.aws.kubeconfig import kubeconfig
from providers.aws.options import ClusterOptions
from providers.aws.site import Site
from tests.rigs.aws_settings import ACCOUNT, REGION, plan
from tests.rigs.environments import L4, accelerated_pool, cpu_pool, environment
from transship.plan.recorder import SECRET, Recording

CLUSTER = "aws:eks/cluster:Cluster"
ADDON = "aws:eks/addon:Addon"
ENTRY = "aws:eks/accessEntry:AccessEntry"
NODES = "aws:eks/nodeGroup:NodeGroup"
RELEASE = "kubernetes:helm.sh/v3:Release"
ADMIN = f"arn:aws:iam::{ACCOUNT}:role/platform"


@pytest.fixture(scope="module")
def recording() -> Recording:
    return plan()


def test_the_api_server_answers_inside_the_network_only(recording: Recording) -> None:
    config = recording.one(CLUSTER, "cluster-eks").inputs["vpcConfig"]
    assert config["endpointPrivateAccess"] is True
    assert config["endpointPublicAccess"] is False
    assert "publicAccessCidrs" not in config


def test_named_addresses_reach_it_when_asked() -> None:
    opened = plan(cluster=ClusterOptions(api_allowed_cidrs=("198.51.100.0/24",)))
    config = opened.one(CLUSTER, "cluster-eks").inputs["vpcConfig"]
    assert config["endpointPublicAccess"] is True
    assert config["publicAccessCidrs"] == ["198.51.100.0/24"]


def test_joined_networks_reach_it_when_asked() -> None:
    opened = plan(cluster=ClusterOptions(api_internal_cidrs=("10.0.0.0/16",)))
    (rule,) = opened.of("aws:ec2/securityGroupRule:SecurityGroupRule")
    assert rule.inputs["cidrBlocks"] == ["10.64.0.0/16", "10.0.0.0/16"]
    assert (rule.inputs["fromPort"], rule.inputs["toPort"]) == (443, 443)


def test_secrets_are_encrypted_under_the_environments_own_key(recording: Recording) -> None:
    encryption = recording.one(CLUSTER, "cluster-eks").inputs["encryptionConfig"]
    assert encryption == {"provider": {"keyArn": "[registry-key.arn]"}, "resources": ["secrets"]}
    assert recording.one("aws:kms/key:Key", "registry-key").inputs["enableKeyRotation"] is True


def test_everything_the_control_plane_does_is_logged_and_kept_for_a_while(recording: Recording) -> None:
    cluster = recording.one(CLUSTER, "cluster-eks")
    group = recording.one("aws:cloudwatch/logGroup:LogGroup", "cluster-logs")
    assert {"audit", "authenticator", "api"} <= set(cluster.inputs["enabledClusterLogTypes"])
    assert (group.inputs["name"], group.inputs["retentionInDays"]) == ("/aws/eks/transship-test/cluster", 90)
    assert group.urn in cluster.dependencies


def test_access_is_by_iam_alone(recording: Recording) -> None:
    access = recording.one(CLUSTER, "cluster-eks").inputs["accessConfig"]
    assert access == {"authenticationMode": "API", "bootstrapClusterCreatorAdminPermissions": True}


def test_named_administrators_take_the_place_of_the_creator() -> None:
    administered = plan(cluster=ClusterOptions(admins=(ADMIN,)))
    access = administered.one(CLUSTER, "cluster-eks").inputs["accessConfig"]
    assert access["bootstrapClusterCreatorAdminPermissions"] is False
    assert [entry.inputs["principalArn"] for entry in administered.of(ENTRY)] == [ADMIN]


def test_network_policies_are_enforced(recording: Recording) -> None:
    addon = recording.one(ADDON, "cluster-addon-vpc-cni")
    assert json.loads(addon.inputs["configurationValues"]) == {"enableNetworkPolicy": "true"}


def test_nodes_come_after_what_makes_them_ready(recording: Recording) -> None:
    system = recording.one(NODES, "cluster-system")
    wanted = {"cluster-addon-vpc-cni", "cluster-addon-kube-proxy", "cluster-addon-eks-pod-identity-agent"}
    assert {recording.one(ADDON, name).urn for name in wanted} <= system.dependencies
    assert system.urn in recording.one(ADDON, "cluster-addon-coredns").dependencies
    assert system.urn in recording.one(NODES, "cpu-nodes").dependencies


def test_the_clusters_own_pods_have_two_nodes_without_taints(recording: Recording) -> None:
    system = recording.one(NODES, "cluster-system").inputs
    assert system["scalingConfig"] == {"minSize": 2, "maxSize": 4, "desiredSize": 2}
    assert system["taints"] == []


def test_the_kubeconfig_is_a_secret_that_holds_none(recording: Recording) -> None:
    assert recording.outputs["kubeconfig"] == SECRET
    site = Site(environment="test", region=REGION, account_id=ACCOUNT)
    config = json.loads(kubeconfig(site, "https://it", "authority"))
    (user,) = config["users"]
    assert user["user"].keys() == {"exec"}
    assert user["user"]["exec"]["args"][:2] == ["eks", "get-token"]


def test_gpu_nodes_bring_driver_and_toolkit_and_the_operator_the_rest() -> None:
    accelerated = plan(environment(pools=(cpu_pool(), accelerated_pool(L4))))
    values = accelerated.one(RELEASE, "cluster-accelerators").inputs["values"]
    assert values == {"driver": {"enabled": False}, "toolkit": {"enabled": False}}


def test_nothing_for_gpus_is_installed_where_there_are_none(recording: Recording) -> None:
    assert "cluster-accelerators" not in {release.name for release in recording.of(RELEASE)}


@pytest.mark.parametrize("private", [True, False])
def test_the_gateways_load_balancer_is_as_private_as_asked(private: bool) -> None:
    recording = plan(environment(serving=ServingSpec(private=private)))
    gateway = recording.one("kubernetes:gateway.networking.k8s.io/v1:Gateway", "cluster-gateway")
    annotations = gateway.inputs["spec"]["infrastructure"]["annotations"]
    assert annotations["service.beta.kubernetes.io/aws-load-balancer-type"] == "nlb"
    assert (annotations.get("service.beta.kubernetes.io/aws-load-balancer-internal") == "true") is private
