"""Where models and images are kept on Google Cloud: private, versioned, encrypted, in two regions when asked."""

import pytest

from components.specs import RegistrySpec, ServingSpec
from providers.gcp.options import RegistryOptions
from tests.rigs.environments import environment
from tests.rigs.gcp import options, plan
from transship.plan.recorder import Recording

BUCKET = "gcp:storage/bucket:Bucket"
REPOSITORY = "gcp:artifactregistry/repository:Repository"
KEY = "gcp:kms/cryptoKey:CryptoKey"
GRANT = "gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember"
RING = "gcp:kms/keyRing:KeyRing"


@pytest.fixture(scope="module")
def planned() -> Recording:
    return plan(environment(registry=RegistrySpec(keep_noncurrent_days=21)))


def test_the_bucket_cannot_be_public(planned: Recording) -> None:
    inputs = planned.one(BUCKET, "registry-objects").inputs
    assert inputs["publicAccessPrevention"] == "enforced"
    assert inputs["uniformBucketLevelAccess"] is True


def test_what_is_overwritten_can_be_brought_back_for_as_long_as_asked(planned: Recording) -> None:
    inputs = planned.one(BUCKET, "registry-objects").inputs
    assert inputs["versioning"] == {"enabled": True}
    assert inputs["lifecycleRules"][0] == {
        "action": {"type": "Delete"},
        "condition": {"daysSinceNoncurrentTime": 21, "withState": "ARCHIVED"},
    }


def test_uploads_that_nobody_finished_go(planned: Recording) -> None:
    rules = planned.one(BUCKET, "registry-objects").inputs["lifecycleRules"]
    assert rules[1] == {"action": {"type": "AbortIncompleteMultipartUpload"}, "condition": {"age": 7}}


def test_models_are_never_deleted_with_the_stack(planned: Recording) -> None:
    assert planned.one(BUCKET, "registry-objects").inputs["forceDestroy"] is False


def test_pods_are_given_a_bucket_and_no_key(planned: Recording) -> None:
    assert planned.outputs["registry"]["models"] == "gs://my-project-transship-test-models"
    names = [resource.name for resource in planned.of("kubernetes:core/v1:Secret")]
    assert names == []


def test_tags_of_images_never_move_and_leftovers_go(planned: Recording) -> None:
    inputs = planned.one(REPOSITORY, "registry-images").inputs
    assert inputs["dockerConfig"] == {"immutableTags": True}
    assert inputs["cleanupPolicyDryRun"] is False
    assert inputs["cleanupPolicies"] == [
        {"id": "untagged", "action": "DELETE", "condition": {"tagState": "UNTAGGED", "olderThan": "1814400s"}}
    ]


def test_references_of_images_start_with_the_repository(planned: Recording) -> None:
    assert planned.outputs["registry"]["images"] == "us-central1-docker.pkg.dev/my-project/transship-test"


@pytest.mark.parametrize(("scan", "said"), [(True, "INHERITED"), (False, "DISABLED")])
def test_images_are_scanned_when_asked(scan: bool, said: str) -> None:
    recording = plan(environment(registry=RegistrySpec(scan_images=scan)))
    inputs = recording.one(REPOSITORY, "registry-images").inputs
    assert inputs["vulnerabilityScanningConfig"] == {"enablementConfig": said}


def test_without_customer_keys_google_keeps_them(planned: Recording) -> None:
    assert "encryption" not in planned.one(BUCKET, "registry-objects").inputs
    assert "kmsKeyName" not in planned.one(REPOSITORY, "registry-images").inputs


def test_customer_keys_encrypt_models_and_images_and_only_their_services_may_use_them() -> None:
    recording = plan(environment(serving=ServingSpec(customer_keys=True)))
    bucket, images = recording.one(BUCKET, "registry-objects"), recording.one(REPOSITORY, "registry-images")
    assert bucket.inputs["encryption"] == {"defaultKmsKeyName": "registry-objects-key-id"}
    assert images.inputs["kmsKeyName"] == "registry-images-key-id"
    users = {grant.name: grant.inputs["member"] for grant in recording.of(GRANT)}
    agent = "serviceAccount:service-123456789012@{}.iam.gserviceaccount.com"
    assert users["registry-objects-key-user"] == agent.format("gs-project-accounts")
    assert users["registry-images-key-user"] == agent.format("gcp-sa-artifactregistry")
    assert recording.one(GRANT, "registry-objects-key-user").urn in bucket.dependencies
    assert {grant.inputs["role"] for grant in recording.of(GRANT)} == {"roles/cloudkms.cryptoKeyEncrypterDecrypter"}


def test_keys_change_every_ninety_days_and_their_ring_is_named_by_the_engine() -> None:
    recording = plan(environment(serving=ServingSpec(customer_keys=True)))
    assert {key.inputs["rotationPeriod"] for key in recording.of(KEY)} == {f"{90 * 24 * 3600}s"}
    assert all("name" not in ring.inputs for ring in recording.of(RING))


@pytest.mark.parametrize(
    ("region", "replica", "bucket", "images", "keys"),
    [
        ("us-central1", "us-east1", "US", "us", "us"),
        ("europe-west4", "europe-west1", "EU", "europe", "europe"),
        ("asia-northeast1", "asia-southeast1", "ASIA", "asia", "asia"),
    ],
)
def test_a_replicated_registry_is_in_two_regions_of_a_continent(
    region: str, replica: str, bucket: str, images: str, keys: str
) -> None:
    wanted = environment(registry=RegistrySpec(replicated=True), serving=ServingSpec(customer_keys=True))
    chosen = options(registry=RegistryOptions(replica_region=replica))
    recording = plan(wanted, chosen, region)
    inputs = recording.one(BUCKET, "registry-objects").inputs
    assert inputs["location"] == bucket
    assert inputs["customPlacementConfig"] == {"dataLocations": [region.upper(), replica.upper()]}
    assert inputs["rpo"] == "ASYNC_TURBO"
    assert recording.one(REPOSITORY, "registry-images").inputs["location"] == images
    assert recording.one(RING, "registry-keys").inputs["location"] == keys
    assert recording.one(RING, "cluster-keys").inputs["location"] == region


def test_names_that_are_too_long_are_cut_and_stay_apart() -> None:
    names = [plan(name=f"{'e' * 38}{end}").one(BUCKET, "registry-objects").inputs["name"] for end in ("-a", "-b")]
    assert all(len(name) <= 63 for name in names)
    assert len(set(names)) == 2
