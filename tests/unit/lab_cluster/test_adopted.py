"""A user's own cluster: asked, not changed; with consent it gets what it lacks, and loses just that again."""

import json
import os
import sys
from pathlib import Path

import pytest

from components.errors import InvalidInputError, OperationError, UnsupportedError
from lab.cluster import adopted, definitions, images, up
from lab.cluster.journal import Journal
from lab.cluster.options import Options
from lab.cluster.progress import Lines
from lab.cluster.things import Definitions, KindCluster

# A kubectl that answers as a cluster with one definition would, and notes what it was asked.
KUBECTL = """
import json, os, sys
arguments = [argument for argument in sys.argv[1:] if not argument.startswith(("--kubeconfig", "--cache-dir"))]
with open(os.environ["NOTES"], "a") as notes:
    notes.write(json.dumps(arguments) + "\\n")
if os.environ.get("UNREACHABLE"):
    sys.exit("connection refused")
there = "gateways.gateway.networking.k8s.io"
answers = {
    "get crd": f"{there} scaledobjects.keda.sh" if "template" in arguments[-1] else there,
    "get nodes": "two one",
    "config view": "https://example.com:6443",
    "apply --server-side": "customresourcedefinition.apiextensions.k8s.io/scaledobjects.keda.sh",
}
print(answers.get(" ".join(arguments[:2]), ""), end="")
"""


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Path]:
    """A pretended kubectl, and definitions of which the cluster has one."""
    monkeypatch.setenv("NOTES", str(tmp_path / "notes"))
    program = tmp_path / "kubectl"
    program.write_text(f"#!{sys.executable}\n{KUBECTL}")
    program.chmod(0o755)
    folders = {part: tmp_path / part for part in definitions.PARTS}
    for folder in folders.values():
        folder.mkdir()
    _define(folders["gateway-api-crds"] / "gateways.yaml", "gateways.gateway.networking.k8s.io")
    _define(folders["keda-crds"] / "keda.sh_scaledobjects.yaml", "scaledobjects.keda.sh")
    return {"kubectl": program, **folders}


@pytest.fixture
def kubeconfig(tmp_path: Path) -> Path:
    path = tmp_path / "config"
    path.write_text("{}")
    return path


def test_without_consent_nothing_is_applied(tools: dict[str, Path], kubeconfig: Path, tmp_path: Path) -> None:
    journal = Journal.create("lab", Options(kubeconfig=kubeconfig))
    adopted.ensure(journal, tools, Lines(sys.stderr))
    assert not _asked(tmp_path, "apply")
    cluster = journal.state.lab.clusters[0]
    assert (cluster.api_server, cluster.node_names) == ("https://example.com:6443", ("one", "two"))
    assert journal.state.things == ()
    assert journal.state.lab.objects is None


def test_with_consent_only_what_is_missing_is_applied(tools: dict[str, Path], kubeconfig: Path, tmp_path: Path) -> None:
    journal = Journal.create("lab", Options(kubeconfig=kubeconfig, install_definitions=True))
    adopted.ensure(journal, tools, Lines(sys.stderr))
    (applied,) = _asked(tmp_path, "apply")
    assert [argument for argument in applied if argument.startswith("--filename")] == [
        f"--filename={tools['keda-crds'] / 'keda.sh_scaledobjects.yaml'}"
    ]
    assert journal.state.things == (Definitions(kubeconfig=kubeconfig, names=("scaledobjects.keda.sh",)),)


def test_a_cluster_that_does_not_answer_is_an_error(
    tools: dict[str, Path], kubeconfig: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UNREACHABLE", "1")
    with pytest.raises(OperationError, match="connection refused"):
        adopted.ensure(Journal.create("lab", Options(kubeconfig=kubeconfig)), tools, Lines(sys.stderr))


def test_images_cannot_be_brought_to_it(tools: dict[str, Path], kubeconfig: Path) -> None:
    journal = Journal.create("lab", Options(kubeconfig=kubeconfig))
    adopted.ensure(journal, tools, Lines(sys.stderr))
    with pytest.raises(UnsupportedError, match="push the image to a registry"):
        images.load(journal.state.lab, Path("image.tar"))


def test_kind_is_asked_for_a_cluster_and_for_its_images(
    tools: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _pretend_kind(tmp_path, monkeypatch)
    journal = Journal.create("lab", Options(kind=True))
    adopted.ensure(journal, tools, Lines(sys.stderr))
    assert journal.state.things == (KindCluster(name="transship-lab"),)
    images.load(journal.state.lab, Path("image.tar"))
    adopted.delete_kind_cluster("transship-lab")
    asked = (tmp_path / "kind-notes").read_text().splitlines()
    assert asked[0] == "get clusters"
    assert asked[1].startswith("create cluster --name transship-lab --kubeconfig")
    assert asked[2:] == ["load image-archive image.tar --name transship-lab", "delete cluster --name transship-lab"]


def test_without_kind_the_user_is_told_where_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    with pytest.raises(InvalidInputError, match=r"kind is not on PATH\n +hint: https://kind.sigs.k8s.io"):
        up("lab", kind=True)
    assert Journal.open("lab") is None


def _define(path: Path, name: str) -> None:
    path.write_text(json.dumps({"kind": "CustomResourceDefinition", "metadata": {"name": name}}))


def _asked(folder: Path, verb: str) -> list[list[str]]:
    asked: list[list[str]] = [json.loads(line) for line in (folder / "notes").read_text().splitlines()]
    return [arguments for arguments in asked if arguments[0] == verb]


def _pretend_kind(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    programs = folder / "programs"
    programs.mkdir()
    script = programs / "kind"
    script.write_text(f'#!/bin/sh\necho "$@" >> {folder / "kind-notes"}\n')
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
