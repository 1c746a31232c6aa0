"""The life of a stack on the real engine and a real API server; nodes and pods are fake, everything else is not."""

import subprocess
import time
from pathlib import Path

import pytest
import yaml

from components.errors import OperationError
from lab.cluster import Cluster, Lab
from lab.cluster.kubectl import Kubectl
from lab.demo import settings
from lab.project import Project
from tests.engine.kubernetes import ours

pytestmark = pytest.mark.engine
STACK = settings.STACK
NAMESPACE = "transship-demo"


def test_up_preview_drift_and_destroy(project: Project, cluster: Cluster, kubectl: Kubectl) -> None:
    """One story, for each chapter needs the one before: it comes up, stays, is mended, and leaves nothing."""
    before = kubectl.run("get", "nodes", "-o", "jsonpath={.items[*].metadata.labels}")
    created = project.up(STACK)
    assert created.counts["create"] > 10
    assert project.preview(STACK).none

    outputs = project.outputs(STACK)
    assert outputs["contract_version"] == 1
    assert "Deployment/tumours-live" in ours(cluster)

    kubectl.run("-n", NAMESPACE, "delete", "networkpolicy,service", "--all")
    mended = project.up(STACK, "--refresh")
    assert mended.counts["create"] == 6
    assert project.preview(STACK, "--refresh").none

    kubectl.run("-n", NAMESPACE, "scale", "deployment", "tumours-live", "--replicas=3")
    with pytest.raises(OperationError, match=r'conflict with "kubectl".*\.spec\.replicas'):
        project.up(STACK, "--refresh")

    project.destroy(STACK)
    assert ours(cluster) == set()
    assert kubectl.run("get", "nodes", "-o", "jsonpath={.items[*].metadata.labels}") == before


def test_an_up_that_was_killed_is_finished_by_the_next(project: Project, cluster: Cluster) -> None:
    """Killed as soon as its first objects are there, plugins and all, as a machine that loses power would."""
    command = ["pulumi", "up", "--yes", "--skip-preview", "--non-interactive", "--stack", STACK]
    running = subprocess.Popen(
        command, cwd=project.folder, env=dict(project.environment), start_new_session=True, stdout=subprocess.DEVNULL
    )
    deadline = time.monotonic() + 60
    while not ours(cluster) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert running.poll() is None, "it was finished before it could be killed"
    project.end(running)
    assert ours(cluster)

    project.run("cancel", "--yes", STACK)
    project.up(STACK, "--refresh")
    assert project.preview(STACK).none
    project.destroy(STACK)
    assert ours(cluster) == set()


def test_problems_are_told_without_a_traceback_and_nothing_is_created(project: Project, cluster: Cluster) -> None:
    file = project.folder / f"Pulumi.{STACK}.yaml"
    content = yaml.safe_load(file.read_text())
    content["config"]["transship:options"]["pools"]["gpo"] = {"nodes": ["a"]}
    content["config"]["transship:options"]["registri"] = {}
    file.write_text(yaml.safe_dump(content))
    with pytest.raises(OperationError) as raised:
        project.up(STACK)
    said = str(raised.value)
    assert 'unknown key "registri"' in said
    assert "hint: registry" in said
    assert "Traceback" not in said
    assert ours(cluster) == set()


def test_no_secret_is_in_state_or_output_in_clear(project: Project, lab: Lab) -> None:
    hush = settings.object_store(lab).secret_access_key
    project.up(STACK)
    try:
        assert hush not in project.run("stack", "output", "--json", "--stack", STACK)
        kept = [file for file in (project.folder / "state").rglob("*") if file.is_file()]
        assert kept
        assert [file for file in [*kept, project.folder / f"Pulumi.{STACK}.yaml"] if holds(file, hush)] == []
    finally:
        project.destroy(STACK)


def holds(file: Path, word: str) -> bool:
    return word.encode() in file.read_bytes()
