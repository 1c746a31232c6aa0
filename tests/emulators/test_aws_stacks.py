"""The stacks on AWS in moto: what they declare is created through AWS's own API, read back, and the same."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any, cast

import boto3
import pytest
from botocore.exceptions import ClientError
from moto.core import set_initial_no_auth_action_count

from tests.emulators.aws_stacks import STACKS, Built

NOT_HELD = {
    "aws:amp/alertManagerDefinition:AlertManagerDefinition": "CreateAlertManagerDefinition",
    "aws:amp/workspaceConfiguration:WorkspaceConfiguration": "UpdateWorkspaceConfiguration",
    "aws:eks/accessEntry:AccessEntry": "CreateAccessEntry",
    "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": "AssociateAccessPolicy",
    "aws:eks/addon:Addon": "CreateAddon",
    "aws:eks/podIdentityAssociation:PodIdentityAssociation": "CreatePodIdentityAssociation",
}
"""What moto has not learnt, and the operation that it lacks; each request is held against AWS's model all the same.

Once moto holds one of them the test below fails: then it needs a `read` in `tests/rigs/aws` and goes from this list.
"""


def test_there_are_stacks() -> None:
    assert STACKS


def test_everything_is_held_as_it_was_declared(built: Built) -> None:
    assert built.emulated.unknown == []
    assert built.emulated.differences() == []
    assert len(built.emulated.held) > len(built.emulated.refused)


def test_nothing_is_refused_but_what_moto_has_not_learnt(built: Built) -> None:
    unexpected = [
        refusal
        for refusal in built.emulated.refused
        if f"(404) when calling the {NOT_HELD.get(refusal.token)} operation: Not yet implemented" not in refusal.error
    ]
    assert unexpected == []


@pytest.mark.parametrize("built", ["aws-prod"], indirect=True)
def test_the_list_of_what_moto_has_not_learnt_is_true(built: Built) -> None:
    """The production stack has every type there is; so none stands in the list without being refused."""
    refused = {refusal.token for refusal in built.emulated.refused}
    held = {held.token for held in built.emulated.held}
    assert refused == NOT_HELD.keys()
    assert held & NOT_HELD.keys() == set()


@contextmanager
def open_to_plain_requests(built: Built, bucket: str) -> Generator[None]:
    """Takes away what moto misjudges: it refuses everything by a condition that it does not look at, TLS."""
    admin = built.emulated.account.client("s3")
    policy = admin.get_bucket_policy(Bucket=bucket)["Policy"]
    admin.delete_bucket_policy(Bucket=bucket)
    try:
        yield
    finally:
        admin.put_bucket_policy(Bucket=bucket, Policy=policy)


def as_role(built: Built, role: str) -> Any:
    """S3, as somebody with that role sees it."""
    arn = f"arn:aws:iam::{built.emulated.account.number}:role/{role}"
    keys = built.emulated.account.client("sts").assume_role(RoleArn=arn, RoleSessionName="pod")["Credentials"]
    connect = cast("Callable[..., Any]", boto3.client)  # pyright: ignore[reportUnknownMemberType] - boto3 has no types
    return connect(
        "s3",
        region_name=built.emulated.account.region,
        aws_access_key_id=keys["AccessKeyId"],
        aws_secret_access_key=keys["SecretAccessKey"],
        aws_session_token=keys["SessionToken"],
    )


def outcome(request: Callable[..., object], **arguments: object) -> str:
    """`ok`, or what S3 answers instead."""
    try:
        request(**arguments)
    except ClientError as error:
        return str(cast("dict[str, dict[str, str]]", error.response)["Error"]["Code"])
    return "ok"


def test_pods_of_a_model_read_its_own_files_and_write_nothing(built: Built) -> None:
    """Listing is left to `test_aws_permissions.py`: moto lists for whoever may list at all."""
    bucket = built.emulated.id_of("aws:s3/bucket:Bucket", "registry-objects")
    admin, enforced = built.emulated.account.client("s3"), set_initial_no_auth_action_count(0)(outcome)
    assert built.models
    with open_to_plain_requests(built, bucket):
        for model in built.models:
            keys = {"own": f"models/{model}/7/manifest.json", "longer": f"models/{model}-2/7/manifest.json"}
            keys |= {"other": "models/somebody/7/manifest.json", "alias": f"aliases/{model}/production/000001.json"}
            for key in keys.values():
                admin.put_object(Bucket=bucket, Key=key, Body=b"{}")
            pod = as_role(built, built.emulated.id_of("aws:iam/role:Role", f"{model}-role"))
            found = {name: enforced(pod.get_object, Bucket=bucket, Key=key) for name, key in keys.items()}
            assert found == {"own": "ok", "longer": "AccessDenied", "other": "AccessDenied", "alias": "AccessDenied"}
            assert enforced(pod.put_object, Bucket=bucket, Key=keys["own"], Body=b"") == "AccessDenied"
            assert enforced(pod.delete_object, Bucket=bucket, Key=keys["own"]) == "AccessDenied"
