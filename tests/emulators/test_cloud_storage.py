"""The registry on Cloud Storage, as far as fake-gcs-server holds it: it reads as Google's does, and takes no writes.

So versions are pushed into a folder, which the server then serves as a bucket; what it refuses is a list of its own.
"""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from components.errors import IntegrityError, NotFoundError, OperationError
from tests.rigs.fake_gcs import BUCKET, fake_gcs
from tests.rigs.object_servers import ObjectServer
from tests.rigs.token_endpoint import token_endpoint
from tests.unit.models import rig
from transship.models import catalog
from transship.models.aliases import promote, resolve
from transship.models.location import open_registry
from transship.models.progress import Silent
from transship.models.reference import AliasReference, VersionReference
from transship.models.registry import Registry
from transship.models.remove import remove
from transship.models.verify import verify_stored

pytestmark = pytest.mark.lab

PRODUCTION = AliasReference("fraud", "production")


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model with files of every size that is fetched differently, and a name that looks different in a URL."""
    return rig.write_files(rig.large_model(tmp_path_factory.mktemp("model")), {"ünïcode 100% +#&.bin": b"odd"})


@pytest.fixture(scope="module")
def server(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ObjectServer]:
    folder = tmp_path_factory.mktemp("buckets")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        written = rig.on_disk(folder / BUCKET / "registry")
        rig.pushed(written, source)
        rig.pushed(written, source, rig.FRAUD_8)
        promote(written, rig.FRAUD_7, PRODUCTION.alias, at="2026-11-21T10:00:00+00:00", by="somebody@somewhere")
        (rotten,) = (folder / BUCKET).glob("registry/models/fraud/8/*/config.json")
        rotten.write_bytes(b"[]")
    try:
        with fake_gcs(folder) as running:
            yield running
    except NotFoundError as error:
        pytest.skip(str(error))


@pytest.fixture
def registry(server: ObjectServer, monkeypatch: pytest.MonkeyPatch) -> Registry:
    for name, value in server.variables.items():
        monkeypatch.setenv(name, value)
    return open_registry(server.registry)


def test_what_is_there_is_listed(registry: Registry) -> None:
    found = [(str(entry.manifest.reference), list(entry.aliases)) for entry in catalog.entries(registry)]
    assert found == [("models://fraud/7", ["production"]), ("models://fraud/8", [])]


def test_a_version_is_pulled_by_its_alias(registry: Registry, source: Path, tmp_path: Path) -> None:
    assert rig.pulled(registry, tmp_path / "target", PRODUCTION).fetched_files == 5
    assert rig.files_below(tmp_path / "target") == rig.files_below(source)


def test_a_pod_pulls_with_what_its_environment_says(server: ObjectServer, source: Path, tmp_path: Path) -> None:
    fetch = [sys.executable, "-m", "transship.models.fetch", "models://fraud/7", "--to", str(tmp_path / "target")]
    variables = {**server.variables, "TRANSSHIP_REGISTRY": server.registry}
    done = subprocess.run(fetch, env=variables, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert rig.files_below(tmp_path / "target") == rig.files_below(source)


def test_a_file_that_changed_in_the_store_is_found_and_never_appears(registry: Registry, tmp_path: Path) -> None:
    whole, rotten = registry.manifest(rig.FRAUD_7), registry.manifest(rig.FRAUD_8)
    assert verify_stored(registry, whole, Silent()) == []
    assert [problem.where for problem in verify_stored(registry, rotten, Silent())] == ["config.json"]
    with pytest.raises(IntegrityError, match=r"config\.json: expected sha256"):
        rig.pulled(registry, tmp_path / "target", rig.FRAUD_8)
    assert "config.json" not in rig.files_below(tmp_path / "target")


def test_what_is_not_there_is_said_so(registry: Registry, server: ObjectServer) -> None:
    with pytest.raises(NotFoundError, match="points at no version"):
        resolve(registry, AliasReference("fraud", "canary"))
    with pytest.raises(OperationError, match="no bucket named nowhere"):
        open_registry(server.registry.replace(BUCKET, "nowhere")).names()


def slot_of_a_version(registry: Registry, source: Path) -> object:
    del source
    return registry.bucket.create("slot", b"")


def file_in_one_request(registry: Registry, source: Path) -> object:
    del source
    return registry.bucket.write("file", b"data")


def whole_push(registry: Registry, source: Path) -> object:
    return rig.pushed(registry, source, VersionReference("fraud", "9"))


def mark_of_a_removal(registry: Registry, source: Path) -> object:
    del source
    return remove(registry, rig.FRAUD_8, Silent())


def slot_of_a_promotion(registry: Registry, source: Path) -> object:
    del source
    return promote(registry, rig.FRAUD_8, "canary", at="2026-11-21T10:00:00+00:00", by="somebody@somewhere")


@pytest.mark.parametrize(
    "write", [slot_of_a_version, file_in_one_request, whole_push, mark_of_a_removal, slot_of_a_promotion]
)
def test_writes_are_refused_by_the_emulator(
    registry: Registry, source: Path, write: Callable[[Registry, Path], object]
) -> None:
    """It knows Google's own uploads and signed ones, not those of the XML API that the client makes.

    Once this fails, the emulator has learnt them: then it joins Azurite in `test_object_stores.py`.
    """
    with pytest.raises(OperationError) as failure:
        write(registry, source)
    assert "invalid uploadType" in str(failure.value.__cause__)


def test_a_slot_is_written_on_the_condition_that_it_is_free(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the emulator cannot show: the header by which Google decides who of two was first.

    Source: https://cloud.google.com/storage/docs/request-preconditions (2026-11-21)
    """
    with token_endpoint() as endpoint:
        monkeypatch.setenv("GOOGLE_BASE_URL", endpoint.url)
        monkeypatch.setenv("GOOGLE_BEARER_TOKEN", "any")
        assert open_registry("gs://models").bucket.create("slot", b"mine")
    (asked,) = endpoint.asked
    assert (asked.method, asked.path) == ("PUT", "/models/slot")
    assert asked.headers["x-goog-if-generation-match"] == "0"
