"""Manifests: what is written reads back, and what is damaged, forged or too new is refused with reasons."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.errors import InvalidInputError, UnsupportedError
from components.naming import NAME_PATTERN
from transship.models.file_paths import path_problems
from transship.models.manifest import Details, Manifest, ModelFile, decode, encode
from transship.models.reference import VERSION_PATTERN, VersionReference

SHA = "0" * 64
TITLE = "memory://models/fraud/7/manifest.json"

SEGMENTS = st.text(min_size=1, max_size=20).filter(lambda text: not list(path_problems([text])))
PATHS = st.lists(SEGMENTS, min_size=1, max_size=3).map("/".join)
FILE_LISTS = st.lists(PATHS, min_size=1, max_size=8).filter(lambda paths: not list(path_problems(paths)))
MANIFESTS = st.builds(
    Manifest,
    reference=st.builds(
        VersionReference,
        st.from_regex(NAME_PATTERN, fullmatch=True),
        st.from_regex(VERSION_PATTERN, fullmatch=True),
    ),
    details=st.builds(
        Details,
        framework=st.text(),
        metrics=st.dictionaries(st.text(), st.floats(allow_nan=False, allow_infinity=False)),
        source=st.text(),
        parent=st.text(),
    ),
    created_at=st.text(),
    tool=st.text(),
    content=st.just("files-0123456789ab"),
    files=FILE_LISTS.map(lambda paths: tuple(ModelFile(path, SHA, len(path)) for path in paths)),
)


def document(**changes: object) -> dict[str, Any]:
    manifest = Manifest(
        VersionReference("fraud", "7"), Details(), "2026-11-21", "t", "files-0123456789ab", (ModelFile("a", SHA, 1),)
    )
    return {**json.loads(encode(manifest)), **changes}


@given(MANIFESTS)
def test_what_is_written_reads_back(manifest: Manifest) -> None:
    assert decode(encode(manifest), TITLE) == manifest


def test_a_newer_schema_is_refused_with_a_way_out() -> None:
    newer = json.dumps({"schema_version": 2, "shape": "unknown"}).encode()
    with pytest.raises(UnsupportedError, match="found 2: a newer client wrote it") as caught:
        decode(newer, TITLE)
    assert "pip install --upgrade transship" in str(caught.value)


def test_keys_it_does_not_know_are_left_alone() -> None:
    assert decode(json.dumps(document(signature="later")).encode(), TITLE).reference.version == "7"


def test_every_problem_of_a_damaged_manifest_is_named() -> None:
    damaged = document(
        name="Fraud!",
        metrics={"auc": "high", "loss": True},
        content="../elsewhere",
        files=[
            {"path": "ok", "sha256": SHA.upper() + "x", "size_bytes": -1},
            {"path": "../../etc/passwd", "sha256": SHA, "size_bytes": 1},
            "no object",
        ],
    )
    del damaged["lineage"]
    with pytest.raises(InvalidInputError) as caught:
        decode(json.dumps(damaged).encode(), TITLE)
    assert {problem.where for problem in caught.value.problems} >= {
        "name",
        "lineage",
        "metrics.auc",
        "metrics.loss",
        "content",
        "files[0].sha256",
        "files[0].size_bytes",
        "'../../etc/passwd'",
        "files[2]",
    }
    assert caught.value.title == TITLE


@pytest.mark.parametrize("data", [b"", b"{", b"\xff\xfe", b"[]", b"7", b"null"])
def test_what_is_no_manifest_at_all_is_refused(data: bytes) -> None:
    with pytest.raises(InvalidInputError):
        decode(data, TITLE)


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/etc/passwd", "absolute"),
        ("../up", "leaves the folder"),
        ("a/../b", "leaves and comes back"),
        ("./a", "not the shortest form"),
        ("a//b", "an empty segment"),
        ("a/", "a folder"),
        ("", "nothing"),
        ("a\\..\\b", "a way out on another system"),
        ("c:evil", "a drive or stream on another system"),
        ("a\nb", "a line break"),
        ("a|", "local stores mistake it for a drive"),
        ("a#1", "local stores mistake it for an unfinished upload"),
        (".transship-manifest.json", "this client's own file"),
        ("\udcff", "no UTF-8"),
        ("x" * 201, "longer than file systems allow"),
        ("x/" * 500 + "x", "longer than stores allow"),
    ],
)
def test_a_path_that_could_do_harm_is_refused(path: str, reason: str) -> None:
    assert list(path_problems([path])), reason


@pytest.mark.parametrize("path", ["config.json", "a b/ü.bin", "1/model.plan", ".hidden", "a#b", "100%", "..a", "x/.y"])
def test_ordinary_paths_pass(path: str) -> None:
    assert list(path_problems([path])) == []


def test_two_files_in_one_place_are_refused() -> None:
    assert [str(problem) for problem in path_problems(["a", "b/c", "a", "b"])] == [
        "a: is listed twice",
        "b/c: lies in b, which is a file",
    ]
