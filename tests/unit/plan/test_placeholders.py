"""What a plan shows for what only a cloud knows: shaped as the SDK declares it, and never over what was declared."""

import pulumi_aws
import pytest
from pulumi_azure_native import storage

from transship.plan.placeholders import answered, placeholders

AWS = pulumi_aws.__name__
STORAGE_ACCOUNT = storage.StorageAccount.pulumi_type
"""Loaded, so that its classes are known."""


def test_an_output_says_whose_it_is() -> None:
    assert placeholders("aws:kms/key:Key", "secrets", {})["arn"] == "[secrets.arn]"


def test_what_is_known_is_not_made_up() -> None:
    assert "region" not in placeholders("aws:kms/key:Key", "secrets", {"region": "eu-west-1"})


@pytest.mark.parametrize(
    ("token", "path", "reason"),
    [
        ("aws:eks/cluster:Cluster", ("certificateAuthority", "data"), "an object"),
        ("aws:eks/nodeGroup:NodeGroup", ("resources", 0, "autoscalingGroups", 0, "name"), "lists of objects"),
    ],
)
def test_programs_can_look_inside(token: str, path: tuple[str | int, ...], reason: str) -> None:
    found = placeholders(token, "it", {})
    for step in path:
        found = found[step]  # pyright: ignore[reportArgumentType]
    assert str(found).startswith("[it."), reason


def test_a_type_that_no_sdk_declares_has_none() -> None:
    assert placeholders("nobody:index:Nothing", "it", {}) == {}


def test_a_list_of_ids_is_answered_as_objects_where_the_sdk_says_so() -> None:
    declared = {"identity": {"type": "UserAssigned", "userAssignedIdentities": ["/one"]}, "tags": {"a": "b"}}
    outputs = answered(STORAGE_ACCOUNT, "it", declared)
    assert outputs["identity"] == {"type": "UserAssigned", "userAssignedIdentities": {"/one": {}}}
    assert outputs["tags"] == {"a": "b"}
