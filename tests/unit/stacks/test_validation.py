"""What a user reads when a file is wrong: every problem at once, each with path, found, expected and hint."""

from pathlib import Path

import pytest

from components.errors import InvalidInputError, NotFoundError
from components.specs import Environment
from providers.onprem.options import OnPremOptions
from stacks.files import read_yaml
from stacks.settings import read_environment
from stacks.validation import validated

WRONG = """
pools:
  - name: cpu
    requires: {vcpu: 4, memory_gib: 24GB}
    nodes: {min: 0, max: 3, expected: 5}
  - name: Accelerated
    requires: {vcpu: 2.5, memory_gib: 16, accelerator: {kind: tpuv6, memory_gib: -1}}
    capacity: spto
models: 3
registri: {}
monitoring:
  alerts: [7]
budget:
  montly_usd: 5
"""

SAID = """\
environments/wrong.yaml: 13 problems
  pools[0].requires.memory_gib: expected a number of GiB, found "24GB"
    hint: write 24
  pools[0].nodes: expected min <= expected <= max, found 0, 5, 3
  pools[1].name: expected lower-case letters, digits and dashes, a letter first, at most 40 characters, found "Accelerated"
  pools[1].requires.vcpu: expected a whole number, found 2.5
  pools[1].requires.accelerator.kind: "tpuv6" is not known
    hint: tpu-v6e, tpu-v5p, tpu-v5e
  pools[1].requires.accelerator.memory_gib: expected greater than or equal to 1, found -1
  pools[1].nodes: required, and missing
  pools[1].capacity: "spto" is not known
    hint: spot
  models: expected a list, found 3
  monitoring.alerts[0]: expected a mapping of keys to values, found 7
  budget.monthly_usd: required, and missing; expected an amount in US dollars
  budget: unknown key "montly_usd"
    hint: monthly_usd
  unknown key "registri"
    hint: registry"""  # noqa: E501 - as the user sees it


def written(folder: Path, text: str) -> Path:
    (folder / "environments").mkdir()
    (folder / "environments" / "wrong.yaml").write_text(text)
    return folder


def test_every_problem_is_told_at_once_with_path_and_hint(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError) as raised:
        read_environment("wrong", written(tmp_path, WRONG))
    assert str(raised.value) == SAID


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        (None, "expected a mapping of keys to values, found None"),
        ([], "expected a mapping of keys to values, found []"),
        ({"pools": []}, "expected at least 1, found 0"),
    ],
)
def test_a_file_of_the_wrong_form(raw: object, what: str) -> None:
    with pytest.raises(InvalidInputError) as raised:
        validated(Environment, raw, "environments/wrong.yaml")
    assert [problem.what for problem in raised.value.problems] == [what]


def test_whole_numbers_may_arrive_as_floats_as_the_engine_sends_them() -> None:
    raw: dict[str, object] = {
        "pools": [
            {"name": "a", "requires": {"vcpu": 2.0, "memory_gib": 4}, "nodes": {"min": 1, "max": 1, "expected": 1}}
        ]
    }
    assert validated(Environment, raw, "").pools[0].requires.vcpu == 2


def test_a_key_that_stands_twice_is_an_error_not_a_choice(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError, match=r'line 3, column 1: key "budget" stands twice'):
        read_environment("wrong", written(tmp_path, "budget: 1\npools: []\nbudget: 2\n"))


def test_broken_yaml_is_told_with_line_and_column(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("pools: [\n")
    with pytest.raises(InvalidInputError, match="line 2, column 1"):
        read_yaml(file, "a.yaml")


def test_an_unknown_environment_is_answered_with_the_nearest() -> None:
    with pytest.raises(NotFoundError, match="hint: prod"):
        read_environment("prd")


def test_a_key_inside_a_mapping_is_answered_with_the_nearest_too() -> None:
    raw: dict[str, object] = {
        "registry": {
            "images": "registry.example.com",
            "objects": {"url": "s3://models", "endpoint": "https://a.example"},
        },
        "images": {"puller": "puller:1"},
        "pools": {"cpu": {"selecto": {}}},
    }
    with pytest.raises(InvalidInputError) as raised:
        validated(OnPremOptions, raw, "stack")
    assert 'pools.cpu: unknown key "selecto"\n    hint: selector' in str(raised.value)
