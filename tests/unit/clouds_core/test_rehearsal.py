"""What a rehearsal makes of files and states, without an engine."""

import json
from pathlib import Path

import yaml

from lab.clouds.rehearsal.change import change
from lab.clouds.rehearsal.owned import machines
from lab.clouds.rehearsal.waiting import dependencies
from lab.project import PROGRAM


def test_a_change_grows_a_pool_and_shifts_weights(tmp_path: Path) -> None:
    file = tmp_path / "prod.yaml"
    file.write_text((PROGRAM / "environments" / "prod.yaml").read_text())
    assert change(file) == "pool cpu up to 11 nodes, 5 % of fraud from live to candidate"
    content = yaml.safe_load(file.read_text())
    assert content["pools"][0]["nodes"]["max"] == 11
    assert [each["weight"] for each in content["models"][0]["variants"]] == [85, 15]


def test_an_owners_machines_become_nodes() -> None:
    options = yaml.safe_load((PROGRAM / "Pulumi.onprem-prod.yaml").read_text())["config"]["transship:options"]
    found = dict(machines(options))
    assert {"gpu-01", "gpu-02", "gpu-11"} < set(found)
    assert found["gpu-11"].capacity == {"cpu": "128", "memory": "1024Gi", "nvidia.com/gpu": "8"}
    assert [node.labels for node in found.values()].count({"example.com/role": "worker"}) == 2


def test_a_cloud_stack_claims_no_machines() -> None:
    assert list(machines({"pools": {}, "region": "eu-central-1"})) == []


def test_what_a_resource_waits_for() -> None:
    state = {
        "deployment": {
            "resources": [
                {"urn": "a"},
                {"urn": "b", "parent": "a", "dependencies": ["a"], "provider": "p::id"},
                {"urn": "p", "provider": ""},
            ]
        }
    }
    assert dependencies(json.loads(json.dumps(state))) == {"a": [], "b": ["a", "a", "p"], "p": []}
