"""How the pull step of a pod becomes somebody: the token each cloud gives a pod, and the request it signs with it.

The variables are those that EKS Pod Identity and Azure Workload Identity put into a pod, and on Google Cloud none but
the address of the metadata server. No key and no secret of ours is among them.
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from components.errors import OperationError
from tests.rigs.token_endpoint import AGENT_PATH, CONTENT, Asked, TokenEndpoint, token_endpoint
from transship.models.location import open_registry


@pytest.fixture
def endpoint() -> Iterator[TokenEndpoint]:
    with token_endpoint() as running:
        yield running


@pytest.fixture
def token_file(tmp_path: Path) -> Path:
    """What Kubernetes projects into the pod."""
    path = tmp_path / "token"
    path.write_text("kubernetes-token")
    return path


@pytest.fixture
def pod_of_aws(endpoint: TokenEndpoint, token_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", f"{endpoint.url}{AGENT_PATH}")
    monkeypatch.setenv("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", str(token_file))
    monkeypatch.setenv("AWS_REGION", "eu-central-1")


@pytest.fixture
def pod_of_azure(endpoint: TokenEndpoint, token_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AZURE_CLIENT_ID", "the-identity")
    monkeypatch.setenv("AZURE_TENANT_ID", "the-tenant")
    monkeypatch.setenv("AZURE_FEDERATED_TOKEN_FILE", str(token_file))
    # The webhook writes it with a slash at its end.
    monkeypatch.setenv("AZURE_AUTHORITY_HOST", f"{endpoint.url}/")
    monkeypatch.setenv("AZURE_STORAGE_ACCOUNT_NAME", "account")


@pytest.fixture
def pod_of_google(endpoint: TokenEndpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GCE_METADATA_HOST", endpoint.host)


def read(url: str) -> bytes | None:
    found = open_registry(url).bucket.read("models/fraud/7/manifest.json")
    return None if found is None else bytes(found)


def token_and_object(endpoint: TokenEndpoint) -> tuple[Asked, Asked]:
    token, wanted = endpoint.asked
    return token, wanted


@pytest.mark.usefixtures("pod_of_aws")
def test_a_pod_on_aws_trades_its_token_at_the_nodes_agent(
    endpoint: TokenEndpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", endpoint.url)
    assert read("s3://models/dev") == CONTENT
    token, wanted = token_and_object(endpoint)
    assert (token.method, token.path) == ("GET", AGENT_PATH)
    assert token.headers["authorization"] == "kubernetes-token"
    assert wanted.path == "/models/dev/models/fraud/7/manifest.json"
    assert "Credential=ASIAPOD/" in wanted.headers["authorization"]
    assert "/eu-central-1/s3/" in wanted.headers["authorization"]
    assert wanted.headers["x-amz-security-token"] == "aws-session"


@pytest.mark.usefixtures("pod_of_azure")
def test_a_pod_on_azure_trades_its_token_at_entra(endpoint: TokenEndpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AZURE_STORAGE_ENDPOINT", endpoint.url)
    assert read("az://models/dev") == CONTENT
    token, wanted = token_and_object(endpoint)
    assert (token.method, token.path) == ("POST", "/the-tenant/oauth2/v2.0/token")
    assert token.form == {
        "client_id": "the-identity",
        "client_assertion": "kubernetes-token",
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        "grant_type": "client_credentials",
        "scope": "https://storage.azure.com/.default",
    }
    assert wanted.headers["authorization"] == "Bearer azure-access"


@pytest.mark.usefixtures("pod_of_google")
def test_a_pod_on_google_cloud_asks_the_metadata_server(
    endpoint: TokenEndpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOOGLE_BASE_URL", endpoint.url)
    assert read("gs://models/dev") == CONTENT
    token, wanted = token_and_object(endpoint)
    assert token.path.startswith("/computeMetadata/v1/instance/service-accounts/default/token")
    assert token.headers["metadata-flavor"] == "Google"
    assert wanted.headers["authorization"] == "Bearer google-access"


@pytest.mark.usefixtures("pod_of_aws")
@pytest.mark.parametrize(
    ("url", "variable"),
    [("s3://models", "AWS_ENDPOINT_URL"), ("gs://models", "GOOGLE_BASE_URL")],
)
def test_agents_that_speak_plain_http_are_asked_although_the_store_speaks_tls(
    endpoint: TokenEndpoint, url: str, variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The agents of AWS and Google listen on link-local addresses, without TLS."""
    monkeypatch.setenv("GCE_METADATA_HOST", endpoint.host)
    monkeypatch.setenv(variable, "https://127.0.0.1:9")
    with pytest.raises(OperationError, match="does the server run"):
        read(url)
    assert len(endpoint.asked) == 1


@pytest.mark.usefixtures("pod_of_azure")
def test_no_token_of_azure_is_sent_without_tls_unless_the_store_is_an_emulator(endpoint: TokenEndpoint) -> None:
    with pytest.raises(OperationError):
        read("az://models")
    assert endpoint.asked == []


def test_az_login_is_enough_when_asked_for(
    endpoint: TokenEndpoint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    answer = '{"accessToken": "from-the-cli", "expiresOn": "2099-01-01 00:00:00.000000", "tokenType": "Bearer"}'
    (programs / "az").write_text(f"#!/bin/sh\necho '{answer}'\n")
    (programs / "az").chmod(0o755)
    monkeypatch.setenv("PATH", str(programs), prepend=os.pathsep)
    monkeypatch.setenv("AZURE_STORAGE_ACCOUNT_NAME", "account")
    monkeypatch.setenv("AZURE_STORAGE_ENDPOINT", endpoint.url)
    monkeypatch.setenv("AZURE_USE_AZURE_CLI", "true")
    assert read("az://models") == CONTENT
    (wanted,) = endpoint.asked
    assert wanted.headers["authorization"] == "Bearer from-the-cli"


def test_a_service_accounts_key_signs_without_asking_anybody(
    endpoint: TokenEndpoint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What people have on machines outside Google Cloud."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    account = {"type": "service_account", "client_email": "pusher@example.iam.gserviceaccount.com", "private_key": pem}
    file = tmp_path / "key.json"
    file.write_text(json.dumps({**account, "private_key_id": "1"}))
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(file))
    monkeypatch.setenv("GOOGLE_BASE_URL", endpoint.url)
    assert read("gs://models") == CONTENT
    (wanted,) = endpoint.asked
    kind, _, token = wanted.headers["authorization"].partition(" ")
    assert kind == "Bearer"
    assert len(token.split(".")) == 3, "a signed token of its own"
