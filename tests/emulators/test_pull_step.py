"""The pull step as each cloud's plan declares it, run with what the cloud puts into the pod: a version arrives."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast
from urllib.parse import unquote, urlsplit

import pytest

from tests.rigs.token_endpoint import AGENT_PATH, TokenEndpoint, token_endpoint
from tests.unit.models import rig
from transship.models.reference import VersionReference, parse_reference
from transship.plan.stack import plan_stack

MODEL = "fraud"
Container = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cloud:
    """What is around a pod.

    Attributes:
        puts: the variables that the cloud puts into it, and those that lead to loopback instead.
        proof: what each request for an object has to carry.
        trades_token: whether the pod hands in the token that Kubernetes gave it.
    """

    puts: Callable[[TokenEndpoint, Path], dict[str, str]]
    proof: tuple[str, str]
    trades_token: bool


CLOUDS = {
    "aws-dev": Cloud(
        puts=lambda endpoint, token: {
            "AWS_CONTAINER_CREDENTIALS_FULL_URI": f"{endpoint.url}{AGENT_PATH}",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": str(token),
            "AWS_ENDPOINT_URL": endpoint.url,
        },
        proof=("x-amz-security-token", "aws-session"),
        trades_token=True,
    ),
    "azure-dev": Cloud(
        puts=lambda endpoint, token: {
            "AZURE_CLIENT_ID": "the-identity",
            "AZURE_TENANT_ID": "the-tenant",
            "AZURE_FEDERATED_TOKEN_FILE": str(token),
            "AZURE_AUTHORITY_HOST": f"{endpoint.url}/",
            "AZURE_STORAGE_ENDPOINT": endpoint.url,
        },
        proof=("authorization", "Bearer azure-access"),
        trades_token=True,
    ),
    "gcp-dev": Cloud(
        puts=lambda endpoint, _: {"GCE_METADATA_HOST": endpoint.host, "GOOGLE_BASE_URL": endpoint.url},
        proof=("authorization", "Bearer google-access"),
        trades_token=False,
    ),
}


def pull_step(stack: str) -> Container:
    """The container that a plan declares for it."""
    deployments = plan_stack(stack).recording.of("kubernetes:apps/v1:Deployment")
    (deployment,) = [each for each in deployments if each.name.startswith(f"{MODEL}-")]
    (container,) = deployment.inputs["spec"]["template"]["spec"]["initContainers"]
    return cast("Container", container)


def objects_of(source: Path, container: Container, folder: Path) -> dict[str, bytes]:
    """The registry's bucket, with the version that the step asks for."""
    reference = parse_reference(container["args"][0])
    assert isinstance(reference, VersionReference)
    rig.pushed(rig.on_disk(folder), source, reference)
    bucket = urlsplit(variables_of(container)["TRANSSHIP_REGISTRY"]).netloc
    return {f"{bucket}/{key}": data for key, data in rig.files_below(folder).items()}


def variables_of(container: Container) -> dict[str, str]:
    """What the plan puts into the step's environment."""
    return {variable["name"]: variable["value"] for variable in container["env"]}


@pytest.mark.parametrize("stack", CLOUDS)
def test_a_version_arrives_by_the_pods_own_identity(stack: str, tmp_path: Path) -> None:
    cloud, container, target = CLOUDS[stack], pull_step(stack), tmp_path / "target"
    source, token = rig.small_model(tmp_path / "source"), tmp_path / "token"
    token.write_text("kubernetes-token")
    objects = objects_of(source, container, tmp_path / "registry")
    with token_endpoint(objects) as endpoint:
        environment = {"PATH": os.environ["PATH"], **variables_of(container), **cloud.puts(endpoint, token)}
        reference, flag, _ = container["args"]
        command = [sys.executable, *container["command"][1:], reference, flag, str(target)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert rig.files_below(target) == rig.files_below(source)
    header, wanted = cloud.proof
    asked = [each for each in endpoint.asked if unquote(each.path).removeprefix("/") in objects]
    assert len(asked) == len(objects)
    assert {each.headers.get(header) for each in asked} == {wanted}
    sent = [value for each in endpoint.asked for value in (each.headers.get("authorization"), *each.form.values())]
    assert ("kubernetes-token" in sent) is cloud.trades_token
