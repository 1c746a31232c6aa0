"""Pulumi's SDKs are read as data: what they declare comes out, and nothing of them is imported."""

import subprocess
import sys

import pytest

from lab.clouds.vendors.declared import declared
from lab.clouds.vendors.shapes import Sort


def test_names_kinds_and_what_is_required_are_read() -> None:
    shape = declared("pulumi_aws", "aws:eks/nodeGroup:NodeGroup").shape
    assert {"clusterName", "nodeRoleArn", "scalingConfig", "subnetIds"} == shape.required
    assert shape.members["diskSize"]().sort is Sort.WHOLE
    assert shape.members["labels"]().sort is Sort.MAP
    scaling = shape.members["scalingConfig"]()
    assert scaling.required == {"desiredSize", "maxSize", "minSize"}


def test_enumerations_of_the_api_specifications_are_read() -> None:
    pool = declared("pulumi_azure_native", "azure-native:containerservice:AgentPool").shape
    assert pool.members["osType"]().choices == ("Linux", "Windows")


def test_enumerations_that_a_service_adds_to_are_open() -> None:
    rule = declared("pulumi_azure_native", "azure-native:monitor:DataCollectionRule").shape
    flow = rule.members["dataFlows"]().item
    assert flow is not None
    streams = flow().members["streams"]().item
    assert streams is not None
    assert streams().choices == ()


def test_a_type_that_shares_its_name_with_an_input_is_told_from_it() -> None:
    shape = declared("pulumi_azure_native", "azure-native:network:PublicIPAddress").shape
    assert "resourceGroupName" in shape.required
    assert "publicIpAddressName" in shape.members


def test_outputs_and_secrets_are_read() -> None:
    cluster = declared("pulumi_gcp", "gcp:container/cluster:Cluster")
    assert {"endpoint", "masterVersion", "selfLink"} <= cluster.outputs
    assert cluster.secret_outputs == {"effectiveLabels", "pulumiLabels"}


def test_a_type_that_the_sdk_lacks_is_refused() -> None:
    with pytest.raises(ModuleNotFoundError, match=r"pulumi_aws has no aws:eks/nodePool:NodePool"):
        declared("pulumi_aws", "aws:eks/nodePool:NodePool")


def test_no_sdk_is_imported() -> None:
    program = (
        "import sys\n"
        "from lab.clouds.vendors import MODULES, load\n"
        "class Nothing:\n"
        "    def resources(self, token=''): return []\n"
        "    def find(self, token, identifier): return None\n"
        "for name in MODULES:\n"
        "    vendor = load(name)\n"
        "    for token in vendor.tokens(): vendor.failures(token, {}, Nothing())\n"
        "print([module for module in sys.modules if module.startswith(('pulumi_', 'googleapiclient'))])\n"
    )
    said = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    ).stdout
    assert said.strip() == "[]"
