"""What a plan shows for what only a cloud knows: shaped as the SDK declares it, and never over what was declared."""

import subprocess
import sys

import pytest
from pulumi_aws import eks, kms
from pulumi_azure_native import storage

from transship.plan.placeholders import answered, placeholders

LOADED = (kms.Key, eks.Cluster, storage.StorageAccount)
"""As by a program that makes such resources: what nothing has loaded has no outputs."""


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


def test_looking_loads_no_part_of_an_sdk_that_the_program_has_not() -> None:
    script = (
        "import sys, pulumi_gcp; from transship.plan.placeholders import placeholders\n"
        "print(placeholders('gcp:compute/network:Network', 'it', {}), 'pulumi_gcp.compute.network' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert done.stdout == "{} False\n"


def test_a_list_of_ids_is_answered_as_objects_where_the_sdk_says_so() -> None:
    declared = {"identity": {"type": "UserAssigned", "userAssignedIdentities": ["/one"]}, "tags": {"a": "b"}}
    outputs = answered("azure-native:storage:StorageAccount", "it", declared)
    assert outputs["identity"]["userAssignedIdentities"] == {"/one": {}}
    assert outputs["identity"]["principalId"] == "[it.identity.principalId]"
    assert outputs["tags"] == {"a": "b"}


def test_what_a_cloud_adds_to_a_declared_object_is_there() -> None:
    config = answered("aws:eks/cluster:Cluster", "it", {"vpcConfig": {"subnetIds": ["one"]}})["vpcConfig"]
    assert config["subnetIds"] == ["one"]
    assert config["clusterSecurityGroupId"] == "[it.vpcConfig.clusterSecurityGroupId]"
