"""Registry URLs: four kinds open, everything else is refused, and no secret is ever repeated."""

from pathlib import Path

import pytest
from obstore.store import AzureStore, GCSStore, LocalStore, S3Store

from components.errors import InvalidInputError, NotFoundError, OperationError
from transship.models.location import open_registry

SECRET = "hunter2"


@pytest.fixture(autouse=True)
def no_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_PROFILE", "AWS_ACCESS_KEY_ID", "AWS_ENDPOINT_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AZURE_STORAGE_ACCOUNT_NAME", "account")
    monkeypatch.setenv("GOOGLE_SKIP_SIGNATURE", "true")


@pytest.mark.parametrize(
    ("url", "kind", "prefix"),
    [
        ("s3://bucket/a/b", S3Store, "a/b"),
        ("s3://bucket", S3Store, None),
        ("gs://bucket_with.dots/a/", GCSStore, "a"),
        ("az://container/a", AzureStore, "a"),
    ],
)
def test_object_stores_open_without_a_request(url: str, kind: type, prefix: str | None) -> None:
    registry = open_registry(url)
    assert isinstance(registry.bucket.store, kind)
    assert getattr(registry.bucket.store, "prefix", None) == prefix
    assert registry.label == url.rstrip("/")


def test_a_folder_is_a_registry_once_the_first_push_made_it(tmp_path: Path) -> None:
    url = f"file://{tmp_path}/my%20models"
    with pytest.raises(NotFoundError, match="no such folder"):
        open_registry(url)
    assert isinstance(open_registry(url, create=True).bucket.store, LocalStore)
    assert (tmp_path / "my models").is_dir()
    open_registry(url)


@pytest.mark.parametrize(
    ("url", "said", "reason"),
    [
        ("s4://bucket", "hint: s3", "a slip of the finger"),
        ("models", "hint: file://", "a folder without its scheme"),
        ("https://s3.example.com/bucket", "AWS_ENDPOINT_URL=https://s3.example.com and s3://bucket", "an S3 server"),
        ("s3://", "expected s3://bucket/prefix", "no bucket"),
        ("file://host/folder", "expected s3://bucket/prefix", "a folder on another machine"),
        ("file://", "expected s3://bucket/prefix", "no folder"),
        (f"s3://key:{SECRET}@bucket", "give credentials in the environment", "credentials before the bucket"),
        (f"az://container?sig={SECRET}", "give credentials in the environment", "a signature behind the container"),
        (f"https://key:{SECRET}@s3.example.com", "AWS_ENDPOINT_URL", "credentials in a web address"),
    ],
)
def test_what_is_no_registry_is_refused_with_a_way_out(url: str, said: str, reason: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        open_registry(url)
    assert said in str(caught.value), reason
    assert SECRET not in str(caught.value)


def test_a_missing_account_is_said_with_the_variable_that_sets_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AZURE_STORAGE_ACCOUNT_NAME")
    with pytest.raises(OperationError, match="hint: set AZURE_STORAGE_ACCOUNT_NAME"):
        open_registry("az://container")
