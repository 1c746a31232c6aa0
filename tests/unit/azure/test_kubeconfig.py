"""The kubeconfig names the authority that Azure vouches for, and how to log in; it holds no credentials."""

import base64
import json

import pytest

from providers.azure.kubeconfig import authority_of, kubeconfig, pem
from providers.azure.options import Login

PEM = "-----BEGIN CERTIFICATE-----\nabc\n-----END CERTIFICATE-----\n"
AUTHORITY = base64.b64encode(PEM.encode()).decode()


def encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def test_the_authority_is_read_from_what_azure_hands_out() -> None:
    text = f"clusters: [{{name: a, cluster: {{server: s, certificate-authority-data: {AUTHORITY}}}}}]"
    assert pem(authority_of([encoded(text)])) == PEM


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        ([], "nobody was asked"),
        (["%"], "not base64"),
        ([encoded("a: [")], "not YAML"),
        ([encoded("clusters: []")], "no cluster"),
        ([encoded("just text")], "no kubeconfig"),
    ],
)
def test_what_cannot_be_read_is_not_known(found: list[str], reason: str) -> None:
    assert authority_of(found) == "", reason


def test_a_kubeconfig_has_a_way_to_log_in_and_no_credentials() -> None:
    config = json.loads(kubeconfig("transship-prod", "host.example.com", AUTHORITY, Login.WORKLOADIDENTITY))
    assert config["current-context"] == "transship-prod"
    assert config["clusters"][0]["cluster"]["server"] == "https://host.example.com:443"
    (user,) = config["users"]
    assert user["user"].keys() == {"exec"}
    assert user["user"]["exec"]["command"] == "kubelogin"
    assert user["user"]["exec"]["args"][:3] == ["get-token", "--login", "workloadidentity"]
