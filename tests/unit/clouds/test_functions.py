"""What functions of the providers answer, before and after there is something to ask about."""

import base64
import json
from typing import Any

import pytest
from cryptography import x509

from lab.clouds.vendors import MODULES, load
from lab.clouds.vendors.modelled import Modelled
from tests.rigs.pretended import Memory, Pretended

CASES = [(name, token) for name in MODULES if isinstance(vendor := load(name), Modelled) for token in vendor.functions]


@pytest.mark.parametrize(("name", "token"), CASES)
def test_a_function_answers_without_configuration_and_without_a_cloud(name: str, token: str) -> None:
    answer = load(name).invoke(token, {}, {}, Memory())
    assert answer
    assert all("{" not in str(value) for key, value in answer.items() if key in {"id", "arn", "accountId", "project"})


def test_zones_are_called_as_in_their_region() -> None:
    answer = load("aws").invoke(
        "aws:index/getAvailabilityZones:getAvailabilityZones", {}, {"region": "ap-southeast-2"}, Memory()
    )
    assert answer["names"] == ["ap-southeast-2a", "ap-southeast-2b", "ap-southeast-2c"]
    assert answer["zoneIds"] == ["apse2-az1", "apse2-az2", "apse2-az3"]


def test_credentials_of_aks_lead_to_the_cluster_with_its_own_certificate() -> None:
    cloud = Pretended.of("azure")
    inputs: dict[str, Any] = {"resourceGroupName": "models", "resourceName": "models", "location": "westeurope"}
    pools = [{"name": "system", "mode": "System", "count": 1}]
    cloud.create(
        "azure-native:containerservice:ManagedCluster",
        "models",
        {**inputs, "dnsPrefix": "models", "agentPoolProfiles": pools},
    )
    token = "azure-native:containerservice:listManagedClusterUserCredentials"
    answer: Any = cloud.vendor.invoke(token, inputs, {}, cloud.existing)
    kubeconfig = json.loads(base64.b64decode(answer["kubeconfigs"][0]["value"]))
    cluster = kubeconfig["clusters"][0]["cluster"]
    assert cluster["server"] == f"https://{cloud.existing.standing[0].outputs['fqdn']}:443"
    pem = base64.b64decode(cluster["certificate-authority-data"])
    certificate = x509.load_pem_x509_certificate(pem)
    assert certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
