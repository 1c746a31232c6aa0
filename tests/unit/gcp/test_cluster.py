"""The cluster on Google Cloud: closed from outside, guarded inside, and without a credential that lasts."""

from ipaddress import IPv4Network

import pytest

from components.specs import ServingSpec
from tests.rigs.environments import A100, V5E, accelerated_pool, cpu_pool, environment
from tests.rigs.gcp import options, plan
from transship.plan.recorder import Recording

CLUSTER = "gcp:container/cluster:Cluster"
NODE_POOL = "gcp:container/nodePool:NodePool"
GRANT = "gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember"
LOGS = "gcp:logging/projectBucketConfig:ProjectBucketConfig"
SINK = "gcp:logging/projectSink:ProjectSink"
AUDIT = "gcp:projects/iAMAuditConfig:IAMAuditConfig"
LAYER = "transship:index:ServingLayer"
RELEASE = "kubernetes:helm.sh/v3:Release"
ADDRESS = "gcp:compute/address:Address"


@pytest.fixture(scope="module")
def planned() -> Recording:
    return plan()


def inputs_of(recording: Recording) -> dict[str, object]:
    return dict(recording.one(CLUSTER, "cluster-cluster").inputs)


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("masterAuthorizedNetworksConfig", {"cidrBlocks": [], "gcpPublicCidrsAccessEnabled": False}, "nor anybody"),
        ("masterAuth", {"clientCertificateConfig": {"issueClientCertificate": False}}, "no certificate that lasts"),
        ("enableLegacyAbac", False, "roles only"),
        ("anonymousAuthenticationConfig", {"mode": "LIMITED"}, "strangers see health checks only"),
        ("enableShieldedNodes", True, "nodes prove who they are"),
        ("workloadIdentityConfig", {"workloadPool": "my-project.svc.id.goog"}, "pods have identities"),
        ("datapathProvider", "ADVANCED_DATAPATH", "NetworkPolicy is enforced"),
        ("databaseEncryption", {"state": "ENCRYPTED", "keyName": "cluster-secrets-key-id"}, "Secrets are enveloped"),
        ("removeDefaultNodePool", True, "no nodes but ours"),
        ("releaseChannel", {"channel": "REGULAR"}, "kept current"),
        ("minMasterVersion", "1.35", "pinned to begin with"),
    ],
)
def test_the_cluster_is_guarded(planned: Recording, field: str, value: object, reason: str) -> None:
    assert inputs_of(planned)[field] == value, reason


def test_the_control_plane_writes_down_what_it_does(planned: Recording) -> None:
    logging = planned.one(CLUSTER, "cluster-cluster").inputs["loggingConfig"]
    assert {"APISERVER", "CONTROLLER_MANAGER", "SCHEDULER"} <= set(logging["enableComponents"])


def test_only_gke_may_use_the_key_of_secrets_and_the_cluster_waits_for_that(planned: Recording) -> None:
    (grant,) = planned.of(GRANT)
    gke = "service-123456789012@container-engine-robot.iam.gserviceaccount.com"
    assert grant.inputs["member"] == f"serviceAccount:{gke}"
    assert grant.urn in planned.one(CLUSTER, "cluster-cluster").dependencies


def test_the_api_server_has_no_public_address(planned: Recording) -> None:
    private = planned.one(CLUSTER, "cluster-cluster").inputs["privateClusterConfig"]
    assert (private["enablePrivateNodes"], private["enablePrivateEndpoint"]) == (True, True)


def test_networks_that_are_joined_reach_the_api_inside() -> None:
    recording = plan(chosen=options(api_internal_cidrs=(IPv4Network("192.168.0.0/16"),)))
    inputs = recording.one(CLUSTER, "cluster-cluster").inputs
    assert inputs["privateClusterConfig"] == {
        "enablePrivateNodes": True,
        "enablePrivateEndpoint": True,
        "masterGlobalAccessConfig": {"enabled": True},
    }
    blocks = inputs["masterAuthorizedNetworksConfig"]["cidrBlocks"]
    assert [block["cidrBlock"] for block in blocks] == ["192.168.0.0/16"]


def test_named_addresses_may_reach_the_api_and_nobody_else() -> None:
    recording = plan(chosen=options(api_allowed_cidrs=(IPv4Network("203.0.113.0/24"),)))
    inputs = recording.one(CLUSTER, "cluster-cluster").inputs
    assert inputs["privateClusterConfig"]["enablePrivateEndpoint"] is False
    allowed = inputs["masterAuthorizedNetworksConfig"]
    assert [block["cidrBlock"] for block in allowed["cidrBlocks"]] == ["203.0.113.0/24"]
    assert allowed["gcpPublicCidrsAccessEnabled"] is False


def test_addons_have_two_nodes_in_two_zones_that_anything_may_run_on(planned: Recording) -> None:
    inputs = planned.one(NODE_POOL, "cluster-system").inputs
    assert (inputs["nodeCount"], inputs["nodeLocations"]) == (1, ["us-central1-a", "us-central1-b"])
    assert "taints" not in inputs["nodeConfig"]
    assert "autoscaling" not in inputs


def test_the_layer_comes_after_the_nodes_and_the_address(planned: Recording) -> None:
    (release,) = [each for each in planned.of(RELEASE) if each.name == "cluster-autoscaling"]
    (layer,) = planned.of(LAYER)
    assert release.parent == layer.urn
    after = {planned.one(NODE_POOL, "cluster-system").urn, planned.one(ADDRESS, "cluster-address").urn}
    assert after <= layer.dependencies | release.dependencies


@pytest.mark.parametrize(
    ("pools", "components", "reason"),
    [
        ((cpu_pool(),), ["SYSTEM_COMPONENTS"], "nothing to measure"),
        ((cpu_pool(), accelerated_pool(A100)), ["SYSTEM_COMPONENTS", "DCGM"], "GPUs"),
        ((cpu_pool(), accelerated_pool(V5E)), ["SYSTEM_COMPONENTS"], "TPUs are not measured by DCGM"),
    ],
)
def test_gpu_metrics_are_there_where_gpus_are(pools: tuple[object, ...], components: list[str], reason: str) -> None:
    monitoring = plan(environment(pools=pools)).one(CLUSTER, "cluster-cluster").inputs["monitoringConfig"]
    assert monitoring["enableComponents"] == components, reason


def test_logs_are_kept_as_long_as_asked_in_a_bucket_of_their_own() -> None:
    recording = plan(chosen=options(log_retention_days=400))
    assert recording.one(LOGS, "cluster-logs").inputs["retentionDays"] == 400
    sink = recording.one(SINK, "cluster-log-sink").inputs
    assert sink["destination"].endswith("/locations/us-central1/buckets/transship-test")
    assert 'cluster_name="transship-test"' in sink["filter"]


def test_reads_of_models_and_uses_of_keys_are_logged_unless_told_otherwise(planned: Recording) -> None:
    audited = {each.inputs["service"] for each in planned.of(AUDIT)}
    assert audited == {"storage.googleapis.com", "cloudkms.googleapis.com"}
    assert plan(chosen=options(data_access_logs=False)).of(AUDIT) == ()


def test_customer_keys_encrypt_every_boot_disk() -> None:
    recording = plan(environment(serving=ServingSpec(customer_keys=True)))
    keys = {pool.inputs["nodeConfig"]["bootDiskKmsKey"] for pool in recording.of(NODE_POOL)}
    assert keys == {"cluster-disks-key-id"}
    assert inputs_of(recording)["nodeConfig"]["bootDiskKmsKey"] == "cluster-disks-key-id"  # pyright: ignore[reportIndexIssue]


@pytest.mark.parametrize(
    ("private", "kind", "annotation"),
    [
        (True, "INTERNAL", {"networking.gke.io/load-balancer-type": "Internal"}),
        (False, "EXTERNAL", {"cloud.google.com/l4-rbs": "enabled"}),
    ],
)
def test_the_gateway_is_inside_unless_it_was_asked_outside(
    private: bool, kind: str, annotation: dict[str, str]
) -> None:
    recording = plan(environment(serving=ServingSpec(private=private)))
    gateway = recording.one("kubernetes:gateway.networking.k8s.io/v1:Gateway", "cluster-gateway")
    annotations = gateway.inputs["spec"]["infrastructure"]["annotations"]
    by_name = {"networking.gke.io/load-balancer-ip-addresses": "transship-test-gateway"}
    assert annotations == {**annotation, **by_name}
    assert recording.one(ADDRESS, "cluster-address").inputs["addressType"] == kind


def test_a_person_is_told_how_to_get_credentials(planned: Recording) -> None:
    command = "gcloud container clusters get-credentials transship-test --location us-central1 --project my-project"
    assert planned.outputs["cluster"]["auth_command"] == command


def test_deletion_is_refused_when_asked() -> None:
    assert inputs_of(plan(chosen=options(deletion_protection=True)))["deletionProtection"] is True
