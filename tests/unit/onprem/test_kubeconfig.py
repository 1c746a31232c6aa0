"""A kubeconfig tells where the API server is; what cannot be read is not known, and never a crash."""

import base64
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from providers.onprem.kubeconfig import ApiServer, read_api_server, read_api_server_file

PEM = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"
CONFIG = {
    "apiVersion": "v1",
    "kind": "Config",
    "current-context": "rack-7",
    "clusters": [
        {"name": "a", "cluster": {"server": "https://a.example.com:6443"}},
        {
            "name": "b",
            "cluster": {
                "server": "https://b.example.com:6443",
                "certificate-authority-data": base64.b64encode(PEM.encode()).decode(),
            },
        },
    ],
    "contexts": [
        {"name": "rack-7", "context": {"cluster": "b", "user": "me"}},
        {"name": "rack-8", "context": {"cluster": "a", "user": "me"}},
        {"name": "nowhere", "context": {"cluster": "c", "user": "me"}},
    ],
    "users": [{"name": "me", "user": {"token": "never read"}}],
}
TEXT = yaml.safe_dump(CONFIG)


@pytest.mark.parametrize(
    ("context", "known"),
    [
        (None, ApiServer("https://b.example.com:6443", PEM)),
        ("rack-8", ApiServer("https://a.example.com:6443", "")),
        ("nowhere", ApiServer()),
        ("not there", ApiServer()),
    ],
)
def test_the_context_decides(context: str | None, known: ApiServer) -> None:
    assert read_api_server(TEXT, context) == known


@given(st.text() | st.from_type(type(None)).map(str) | st.just("[]") | st.just("clusters: {a: b}") | st.just("a: [b"))
def test_anything_else_is_not_known(text: str) -> None:
    assert read_api_server(text, None) == ApiServer()


def test_a_file_is_read_and_one_that_is_not_there_is_not_known(tmp_path: Path) -> None:
    file = tmp_path / "config"
    assert read_api_server_file(str(file), None) == ApiServer()
    file.write_text(TEXT)
    assert read_api_server_file(str(file), "rack-8").endpoint == "https://a.example.com:6443"


def test_a_certificate_that_is_not_base64_is_not_known() -> None:
    broken = TEXT.replace(base64.b64encode(PEM.encode()).decode(), "not base64!")
    assert read_api_server(broken, None) == ApiServer("https://b.example.com:6443", "")
