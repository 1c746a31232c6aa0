"""The cluster is reached by an explicit provider; credentials enter the state only where the owner has no file."""

import base64
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pulumi
import pytest
import yaml

from providers.onprem.access import Access, open_access
from providers.onprem.options import KUBECONFIG, OnPremOptions
from tests.rigs.onprem import options, settings
from transship.plan.recorder import SECRET, Recording, record

PEM = "-----BEGIN CERTIFICATE-----\n"
TEXT = yaml.safe_dump(
    {
        "current-context": "rack-7",
        "contexts": [{"name": "rack-7", "context": {"cluster": "a"}}, {"name": "rack-8", "context": {"cluster": "b"}}],
        "clusters": [
            {
                "name": "a",
                "cluster": {
                    "server": "https://a.example.com",
                    "certificate-authority-data": base64.b64encode(PEM.encode()).decode(),
                },
            },
            {"name": "b", "cluster": {"server": "https://b.example.com"}},
        ],
        "users": [{"name": "me", "user": {"token": "a token that nobody may see"}}],
    }
)


def opened(chosen: OnPremOptions, secrets: Mapping[str, str]) -> tuple[Recording, Access]:
    found: list[Access] = []

    def program() -> None:
        kept = {name: pulumi.Output.secret(value) for name, value in secrets.items()}
        access = open_access(replace(settings(), secrets=kept), chosen)
        found.append(access)
        pulumi.export("endpoint", access.endpoint)
        pulumi.export("ca_certificate", access.ca_certificate)
        pulumi.export("kubeconfig", access.kubeconfig)

    return record(program), found[0]


def reach(recording: Recording) -> dict[str, object]:
    """What the provider is told of the cluster."""
    inputs = dict(recording.one("pulumi:providers:kubernetes", "kubernetes").inputs)
    assert inputs.pop("upsertExistingObjects") == "true", "an `up` that was killed could not be finished"
    return inputs


def test_a_files_path_is_handed_on_and_its_credentials_never_are(tmp_path: Path) -> None:
    file = tmp_path / "config"
    file.write_text(TEXT)
    recording, access = opened(options(kubeconfig_path=str(file)), {})
    assert reach(recording) == {"kubeconfig": str(file)}
    assert recording.outputs == {"endpoint": "https://a.example.com", "ca_certificate": PEM, "kubeconfig": SECRET}
    assert "a token" not in repr(recording)
    assert access.auth_command == f"export KUBECONFIG={file}"


def test_a_context_is_used_by_the_provider_and_by_people(tmp_path: Path) -> None:
    file = tmp_path / "config"
    file.write_text(TEXT)
    recording, access = opened(options(kubeconfig_path=str(file), context="rack-8"), {})
    assert reach(recording) == {"kubeconfig": str(file), "context": "rack-8"}
    assert recording.outputs["endpoint"] == "https://b.example.com"
    assert access.auth_command == f"export KUBECONFIG={file} && kubectl config use-context rack-8"


def test_a_file_that_is_not_there_yet_can_be_planned_with_and_is_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    recording, _ = opened(options(kubeconfig_path=str(tmp_path / "config")), {})
    assert recording.outputs["endpoint"] == ""
    assert "cannot be read on this machine" in caplog.text


def test_a_secret_kubeconfig_stays_secret_and_its_server_is_known() -> None:
    recording, access = opened(options(), {KUBECONFIG: TEXT})
    assert reach(recording) == {"kubeconfig": SECRET}
    assert recording.outputs == {"endpoint": "https://a.example.com", "ca_certificate": PEM, "kubeconfig": SECRET}
    assert "a token" not in repr(recording)
    assert access.auth_command.startswith("pulumi stack output kubeconfig --show-secrets")


def test_a_path_is_taken_before_the_secret() -> None:
    recording, _ = opened(options(kubeconfig_path="/nowhere/config"), {KUBECONFIG: TEXT})
    assert reach(recording) == {"kubeconfig": "/nowhere/config"}
