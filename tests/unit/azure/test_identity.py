"""One identity for each model: it reads that model and lists its files, and only that model's pods can be it."""

import pytest

from providers.azure.identity import only_below
from tests.rigs.azure import named, planned
from tests.rigs.environments import environment, model
from transship.plan.recorder import Recording

READER = "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1"
BLOBS = "Microsoft.Storage/storageAccounts/blobServices/containers/blobs"


@pytest.fixture(scope="module", name="two")
def two_models() -> Recording:
    return planned(environment(models=(model(), model(name="vision"))))


@pytest.mark.parametrize("name", ["fraud", "vision"])
def test_a_model_reads_itself_only(two: Recording, name: str) -> None:
    role = named(two, "authorization:RoleAssignment", f"{name}-read").inputs
    assert role["principalId"] == f"[{name}-identity.principalId]"
    assert role["roleDefinitionId"].endswith(READER)
    assert role["scope"] == "registry-models-id"
    assert role["conditionVersion"] == "2.0"
    assert role["condition"] == only_below(f"models/{name}/")


@pytest.mark.parametrize("name", ["fraud", "vision"])
def test_only_pods_of_the_model_can_be_its_identity(two: Recording, name: str) -> None:
    trust = named(two, "managedidentity:FederatedIdentityCredential", f"{name}-trust").inputs
    assert trust["subject"] == f"system:serviceaccount:transship-test:{name}"
    assert trust["issuer"] == "[cluster-kubernetes.oidcIssuerProfile.issuerURL]"
    assert trust["audiences"] == ["api://AzureADTokenExchange"]
    account = two.one("kubernetes:core/v1:ServiceAccount", f"{name}-account").inputs["metadata"]
    assert account["name"] == name
    assert account["annotations"] == {"azure.workload.identity/client-id": f"[{name}-identity.clientId]"}


def test_pods_ask_for_their_token_and_carry_no_key(two: Recording) -> None:
    template = two.one("kubernetes:apps/v1:Deployment", "fraud-live-deployment").inputs["spec"]["template"]
    assert template["metadata"]["labels"]["azure.workload.identity/use"] == "true"
    (puller,) = template["spec"]["initContainers"]
    environment_of = {each["name"]: each.get("value") for each in puller["env"]}
    assert environment_of["AZURE_STORAGE_ACCOUNT_NAME"] == "[registry-account.name]"
    assert "cluster-store" not in {resource.name for resource in two.resources}


def test_a_condition_covers_reading_and_listing_apart() -> None:
    condition = only_below("models/fraud/")
    reading, listing = condition.split(" AND ((")
    assert f"@Resource[{BLOBS}:path] StringStartsWith 'models/fraud/'" in reading
    assert "NOT SubOperationMatches{'Blob.List'}" in reading
    assert f"@Request[{BLOBS}:prefix] StringStartsWith 'models/fraud/'" in listing
    assert condition.count("(") == condition.count(")")
