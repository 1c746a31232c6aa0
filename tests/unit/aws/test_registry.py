"""The registry: a bucket that keeps what it is given and shows it to nobody, repositories whose tags never move."""

import json
from dataclasses import replace

import pytest

from components.specs import RegistrySpec, Runtime, RuntimeKind, ServingSpec
from providers.aws.options import RegistryOptions
from tests.rigs.aws_settings import ACCOUNT, REGION, plan, policy
from tests.rigs.environments import environment, model, variant
from transship.plan.recorder import Recording

BUCKET = "aws:s3/bucket:Bucket"
CLOSED = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"
ENCRYPTION = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"
LIFECYCLE = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"
VERSIONING = "aws:s3/bucketVersioning:BucketVersioning"
REPLICATION = "aws:s3/bucketReplicationConfig:BucketReplicationConfig"
REPOSITORY = "aws:ecr/repository:Repository"
ELSEWHERE = "eu-west-1"
REPLICATED = environment(registry=RegistrySpec(replicated=True))


@pytest.fixture(scope="module")
def recording() -> Recording:
    return plan(environment(registry=RegistrySpec(keep_noncurrent_days=45, scan_images=True)))


@pytest.fixture(scope="module")
def replicated() -> Recording:
    return plan(REPLICATED, registry=RegistryOptions(replica_region=ELSEWHERE))


def test_the_bucket_is_closed_to_the_public(recording: Recording) -> None:
    closed = recording.one(CLOSED, "registry-objects-closed").inputs
    assert [value for key, value in closed.items() if key != "bucket"] == [True] * 4


def test_requests_without_tls_are_refused(recording: Recording) -> None:
    (statement,) = policy(recording.one("aws:s3/bucketPolicy:BucketPolicy", "registry-objects-policy"))
    assert (statement["Effect"], statement["Principal"], statement["Action"]) == ("Deny", "*", "s3:*")
    assert statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    assert statement["Resource"] == ["[registry-objects.arn]", "[registry-objects.arn]/*"]


def test_what_is_overwritten_can_be_brought_back_for_as_long_as_asked(recording: Recording) -> None:
    versioning = recording.one(VERSIONING, "registry-objects-versioning").inputs
    (rule,) = recording.one(LIFECYCLE, "registry-objects-lifecycle").inputs["rules"]
    assert versioning["versioningConfiguration"] == {"status": "Enabled"}
    assert rule["noncurrentVersionExpiration"] == {"noncurrentDays": 45}
    assert rule["abortIncompleteMultipartUpload"] == {"daysAfterInitiation": 7}


@pytest.mark.parametrize(("own", "algorithm"), [(False, "AES256"), (True, "aws:kms")])
def test_objects_are_encrypted(own: bool, algorithm: str) -> None:
    recording = plan(environment(serving=ServingSpec(customer_keys=own)))
    (rule,) = recording.one(ENCRYPTION, "registry-objects-encryption").inputs["rules"]
    by_default = rule["applyServerSideEncryptionByDefault"]
    assert by_default["sseAlgorithm"] == algorithm
    assert by_default.get("kmsMasterKeyId") == ("[registry-key.arn]" if own else None)


def test_own_keys_reach_everything_at_rest() -> None:
    recording = plan(environment(serving=ServingSpec(customer_keys=True)))
    key = "[registry-key.arn]"
    (repository,) = recording.of(REPOSITORY)
    assert repository.inputs["encryptionConfigurations"] == [{"encryptionType": "KMS", "kmsKey": key}]
    assert {group.inputs["kmsKeyId"] for group in recording.of("aws:cloudwatch/logGroup:LogGroup")} == {key}
    assert {each.inputs["kmsKeyArn"] for each in recording.of("aws:amp/workspace:Workspace")} == {key}


def test_a_replica_is_as_closed_as_the_bucket_and_elsewhere(replicated: Recording) -> None:
    (replica,) = [bucket for bucket in replicated.of(BUCKET) if bucket.inputs.get("region") == ELSEWHERE]
    assert replica.inputs["bucket"] == f"transship-{ACCOUNT}-{ELSEWHERE}-test"
    for kind in (CLOSED, ENCRYPTION, LIFECYCLE, VERSIONING):
        assert [each.inputs.get("region") for each in replicated.of(kind)].count(ELSEWHERE) == 1


def test_everything_is_copied_to_the_replica(replicated: Recording) -> None:
    (config,) = replicated.of(REPLICATION)
    (rule,) = config.inputs["rules"]
    assert rule["destination"]["bucket"] == "[registry-objects-replica.arn]"
    assert (rule["status"], rule["filter"], rule["deleteMarkerReplication"]) == (
        "Enabled",
        {"prefix": ""},
        {"status": "Enabled"},
    )
    assert {each.urn for each in replicated.of(VERSIONING)} <= config.dependencies


def test_a_replica_has_a_key_of_its_own_region() -> None:
    wanted = replace(REPLICATED, serving=ServingSpec(customer_keys=True))
    recording = plan(wanted, registry=RegistryOptions(replica_region=ELSEWHERE))
    (rule,) = recording.one(REPLICATION, "registry-objects-replication").inputs["rules"]
    assert recording.one("aws:kms/key:Key", "registry-replica-key").inputs["region"] == ELSEWHERE
    assert rule["destination"]["encryptionConfiguration"] == {"replicaKmsKeyId": "[registry-replica-key.arn]"}
    assert rule["sourceSelectionCriteria"] == {"sseKmsEncryptedObjects": {"status": "Enabled"}}


def test_nothing_is_replicated_unless_asked(recording: Recording) -> None:
    assert not recording.of(REPLICATION)
    assert len(recording.of(BUCKET)) == 1


def test_tags_of_images_never_move_and_images_are_scanned_when_asked(recording: Recording) -> None:
    repository = recording.one(REPOSITORY, "registry-images-puller").inputs
    assert repository["imageTagMutability"] == "IMMUTABLE"
    assert repository["imageScanningConfiguration"] == {"scanOnPush": True}


def test_images_without_tags_are_forgotten(recording: Recording) -> None:
    forget = recording.one("aws:ecr/lifecyclePolicy:LifecyclePolicy", "registry-images-puller-forget")
    (rule,) = json.loads(forget.inputs["policy"])["rules"]
    assert (rule["selection"]["tagStatus"], rule["selection"]["countNumber"]) == ("untagged", 45)


@pytest.mark.parametrize(
    ("image", "repositories", "reason"),
    [
        ("team/server:1", {"puller", "team/server"}, "no registry: it is the environment's own"),
        ("server@sha256:0123", {"puller", "server"}, "a digest in place of a tag"),
        ("ghcr.io/team/server:1", {"puller"}, "a registry of somebody else's"),
        ("localhost:5000/server:1", {"puller"}, "a registry on a port"),
    ],
)
def test_images_of_our_own_have_a_repository(image: str, repositories: set[str], reason: str) -> None:
    runtime = Runtime(kind=RuntimeKind.CUSTOM, image=image, port=8080, ready_path="/ready")
    recording = plan(environment(models=(model(variants=(variant(runtime=runtime),)),)))
    assert {each.inputs["name"].removeprefix("transship-test/") for each in recording.of(REPOSITORY)} == repositories, (
        reason
    )


@pytest.mark.parametrize("keep", [True, False])
def test_a_destroy_deletes_what_is_kept_only_when_allowed(keep: bool) -> None:
    recording = plan(registry=RegistryOptions(keep_on_destroy=keep))
    assert recording.one(BUCKET, "registry-objects").inputs["forceDestroy"] is not keep
    assert recording.one(REPOSITORY, "registry-images-puller").inputs["forceDelete"] is not keep


def test_outputs_say_where_things_are(recording: Recording) -> None:
    registry = recording.outputs["registry"]
    assert registry["models"] == f"s3://transship-{ACCOUNT}-{REGION}-test"
    assert registry["images"] == f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/transship-test"
