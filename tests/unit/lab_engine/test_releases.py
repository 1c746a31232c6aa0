"""Official releases: taken when their checksum says so, refused otherwise, and soon given up without a network."""

import hashlib
import io
import json
import tarfile
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from components.errors import OperationError
from lab.engine import releases
from lab.engine.obtaining import obtain_parts
from lab.engine.part import Release
from tests.unit.lab_engine.rig import FakeGo, FakeWeb, widget

ARCHIVE = "https://vendor.example/1.3.0/widget-linux-amd64.tar.gz"
SUMS = "https://vendor.example/1.3.0/SHA256SUMS"
RELEASE = Release(
    url="https://vendor.example/{version}/widget-{os}-{arch}.tar.gz",
    checksum="https://vendor.example/{version}/SHA256SUMS",
    version="1.3.0",
    members=("widget-{version}/widget", "widget-{version}/widget-helper"),
    systems=("linux",),
)


@pytest.fixture(autouse=True)
def linux_on_amd64(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(releases.platform, "system", lambda: "Linux")
    monkeypatch.setattr(releases.platform, "machine", lambda: "x86_64")


def tarball(**files: str) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as bundle:
        for name, text in files.items():
            entry = tarfile.TarInfo(f"widget-1.3.0/{name}")
            entry.size = len(text)
            bundle.addfile(entry, io.BytesIO(text.encode()))
    return buffer.getvalue()


WHOLE = tarball(widget="released", **{"widget-helper": "helps"})


def sums(content: bytes, name: str = "widget-linux-amd64.tar.gz") -> bytes:
    return f"{'0' * 64}  another.tar.gz\n{hashlib.sha256(content).hexdigest()}  {name}\n".encode()


def test_a_verified_release_is_taken_with_all_its_files(go: FakeGo, web: FakeWeb) -> None:
    web.pages |= {ARCHIVE: WHOLE, SUMS: sums(WHOLE)}
    obtained = obtain_parts([widget(release=RELEASE)], web.fetcher())["widget"]
    assert (obtained.origin, obtained.version) == ("release", "1.3.0")
    assert obtained.path.read_text() == "released"
    assert (obtained.path.parent / "widget-helper").read_text() == "helps"
    assert obtained.path.stat().st_mode & 0o111
    assert go.calls == []


def test_bytes_that_are_not_what_the_vendor_published_are_refused_and_built_instead(go: FakeGo, web: FakeWeb) -> None:
    web.pages |= {ARCHIVE: WHOLE + b"!", SUMS: sums(WHOLE)}
    obtained = obtain_parts([widget(release=RELEASE)], web.fetcher())["widget"]
    assert obtained.origin == "build"


def test_a_refusal_names_both_sums(web: FakeWeb) -> None:
    web.pages |= {ARCHIVE: b"evil", SUMS: sums(WHOLE)}
    with pytest.raises(OperationError) as refused:
        obtain_parts([widget(release=RELEASE)], web.fetcher())
    assert hashlib.sha256(b"evil").hexdigest() in str(refused.value)
    assert hashlib.sha256(WHOLE).hexdigest() in str(refused.value)


@pytest.mark.parametrize(
    ("published", "reason"),
    [
        (hashlib.sha256(WHOLE).hexdigest().encode(), "a sum alone"),
        (sums(WHOLE), "a list"),
        (sums(WHOLE, "*widget-linux-amd64.tar.gz"), "a list of binary files"),
        (
            json.dumps(
                {
                    "assets": [
                        {"name": "another.tar.gz", "digest": None},
                        {"name": "widget-linux-amd64.tar.gz", "digest": f"sha256:{hashlib.sha256(WHOLE).hexdigest()}"},
                    ]
                }
            ).encode(),
            "GitHub's description of a release",
        ),
    ],
)
def test_checksums_are_read_in_each_form_vendors_publish(web: FakeWeb, published: bytes, reason: str) -> None:
    web.pages |= {ARCHIVE: WHOLE, SUMS: published}
    assert obtain_parts([widget(release=RELEASE)], web.fetcher())["widget"].origin == "release", reason


@pytest.mark.parametrize(
    ("published", "reason"),
    [
        (sums(WHOLE, "other.tar.gz"), "not in the list"),
        (b'{"assets": [{"name": "widget-linux-amd64.tar.gz", "digest": null}]}', "GitHub has no digest"),
        (b"<html>blocked</html>", "not a checksum at all"),
    ],
)
def test_a_release_without_a_checksum_is_refused(web: FakeWeb, published: bytes, reason: str) -> None:
    web.pages |= {ARCHIVE: WHOLE, SUMS: published}
    with pytest.raises(OperationError, match=r"no checksum is published for widget-linux-amd64\.tar\.gz"):
        obtain_parts([widget(release=RELEASE)], web.fetcher())


def test_an_archive_that_lacks_the_program_is_refused(web: FakeWeb) -> None:
    lacking = tarball(widget="released")
    web.pages |= {ARCHIVE: lacking, SUMS: sums(lacking)}
    with pytest.raises(OperationError, match=r"does not hold .*widget-helper"):
        obtain_parts([widget(release=RELEASE)], web.fetcher())


def test_a_machine_without_a_release_is_told_so(web: FakeWeb, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(releases.platform, "system", lambda: "FreeBSD")
    with pytest.raises(OperationError, match="no release for FreeBSD on x86_64"):
        obtain_parts([widget(release=RELEASE)], web.fetcher())


def test_a_bare_program_and_a_zip_are_taken_too(web: FakeWeb, tmp_path: Path) -> None:
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w") as bundle:
        bundle.writestr("in/side/zipped", "from a zip")
    bare = b"as it is"
    web.pages = {
        "https://vendor.example/bare": bare,
        "https://vendor.example/bare.sha256": hashlib.sha256(bare).hexdigest().encode(),
        "https://vendor.example/z.zip": zipped.getvalue(),
        "https://vendor.example/z.zip.sha256": hashlib.sha256(zipped.getvalue()).hexdigest().encode(),
    }
    as_is = Release("https://vendor.example/bare", "https://vendor.example/bare.sha256", "1.3.0")
    in_zip = Release(
        "https://vendor.example/z.zip", "https://vendor.example/z.zip.sha256", "1.3.0", ("in/side/zipped",)
    )
    obtained = obtain_parts([widget("bare", release=as_is), widget("zipped", release=in_zip)], web.fetcher())
    assert obtained["bare"].path.read_text() == "as it is"
    assert obtained["zipped"].path.read_text() == "from a zip"


def test_programs_that_share_an_archive_download_it_once(web: FakeWeb) -> None:
    web.pages |= {ARCHIVE: WHOLE, SUMS: sums(WHOLE)}
    helper = widget("widget-helper", release=replace(RELEASE, members=("widget-{version}/widget-helper",)))
    obtained = obtain_parts([widget(release=RELEASE), helper], web.fetcher())
    assert obtained["widget-helper"].path.read_text() == "helps"
    assert web.asked.count(ARCHIVE) == 1


def test_a_silent_host_is_waited_for_once(go: FakeGo, web: FakeWeb) -> None:
    parts = [widget(name, release=replace(RELEASE, url=f"https://vendor.example/{name}")) for name in "abcdefghij"]
    fetcher = web.fetcher()
    obtain_parts(parts[:1], fetcher)
    obtain_parts(parts, fetcher)
    assert len(web.asked) == 1
