"""Who may do what on Google Cloud: every role that is given, to whom, on what; and no key that lasts."""

from tests.rigs.environments import environment, model
from tests.rigs.gcp import plan

PRINCIPAL = (
    "principal://iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/"
    "my-project.svc.id.goog/subject/ns/{}/sa/{}"
)
FOLDER = "gcp:storage/managedFolder:ManagedFolder"
READER = "gcp:storage/managedFolderIamMember:ManagedFolderIamMember"
CLUSTER = "gcp:container/cluster:Cluster"
TWO = environment(models=(model(), model(name="vision")))


def test_every_role_is_listed_here() -> None:
    """A role more is a right more: it belongs into this list, or into nobody's hands."""
    given = sorted(
        (resource.name, resource.inputs["role"]) for resource in plan(TWO).resources if "role" in resource.inputs
    )
    assert given == [
        ("cluster-metrics-writer", "roles/monitoring.metricWriter"),
        ("cluster-node-account-duties", "roles/container.defaultNodeServiceAccount"),
        ("cluster-node-account-images", "roles/artifactregistry.reader"),
        ("cluster-secrets-key-user", "roles/cloudkms.cryptoKeyEncrypterDecrypter"),
        ("fraud-reader", "roles/storage.objectViewer"),
        ("vision-reader", "roles/storage.objectViewer"),
    ]


def test_a_model_reads_its_own_versions_only() -> None:
    recording = plan(TWO)
    assert recording.one(FOLDER, "fraud-folder").inputs["name"] == "models/fraud/"
    assert recording.one(READER, "fraud-reader").inputs == {
        "bucket": "my-project-transship-test-models",
        "managedFolder": "models/fraud/",
        "role": "roles/storage.objectViewer",
        "member": PRINCIPAL.format("transship-test", "fraud"),
    }
    assert recording.one(READER, "vision-reader").inputs["managedFolder"] == "models/vision/"


def test_the_folder_is_a_policy_and_its_objects_stay_when_it_goes() -> None:
    assert plan().one(FOLDER, "fraud-folder").inputs["forceDestroy"] is True


def test_identities_of_pods_wait_for_the_cluster_that_brings_them() -> None:
    recording = plan()
    cluster = recording.one(CLUSTER, "cluster-cluster").urn
    assert cluster in recording.one(READER, "fraud-reader").dependencies
    writer = recording.one("gcp:projects/iAMMember:IAMMember", "cluster-metrics-writer")
    assert cluster in writer.dependencies
    assert writer.inputs["member"] == PRINCIPAL.format("monitoring", "prometheus")


def test_a_model_runs_as_the_account_that_may_read() -> None:
    recording = plan()
    account = recording.one("kubernetes:core/v1:ServiceAccount", "fraud-account").inputs["metadata"]
    assert (account["namespace"], account["name"]) == ("transship-test", "fraud")
    pod = recording.one("kubernetes:apps/v1:Deployment", "fraud-live-deployment").inputs["spec"]["template"]["spec"]
    assert pod["serviceAccountName"] == "fraud"


def test_pods_may_ask_for_credentials_at_the_metadata_server() -> None:
    policies = plan().of("kubernetes:networking.k8s.io/v1:NetworkPolicy")
    allowed = {
        (peer["ipBlock"]["cidr"], port["port"])
        for policy in policies
        if "credentials" in policy.name
        for rule in policy.inputs["spec"]["egress"]
        for peer in rule["to"]
        for port in rule["ports"]
    }
    assert allowed == {("169.254.169.254/32", 80), ("169.254.169.252/32", 988)}


def test_no_key_is_made() -> None:
    kinds = {resource.type for resource in plan(TWO).resources}
    assert not {kind for kind in kinds if kind.endswith((":Key", ":HmacKey")) and kind.startswith("gcp:")}
