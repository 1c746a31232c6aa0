"""A change that any owner of an environment makes one day: a bigger pool, other weights."""

from collections.abc import Mapping, MutableMapping, Sequence
from pathlib import Path
from typing import cast

import yaml

from lab.engine import files

_STEP_PERCENT = 5

Part = MutableMapping[str, object]


def change(environment: Path) -> str:
    """Lets the first pool grow by one node, and shifts a few percent between two variants where a model has two.

    Returns:
        What was changed, in words.
    """
    content = cast("Part", yaml.safe_load(environment.read_text(encoding="utf-8")))
    said = _grow(cast("Sequence[Part]", content["pools"])[0])
    for model in cast("Sequence[Part]", content.get("models", [])):
        variants = cast("Sequence[Part]", model["variants"])
        if (weighed := [each for each in variants if cast("int", each["weight"]) > _STEP_PERCENT]) and len(weighed) > 1:
            said += f", {_STEP_PERCENT} % of {model['name']} from {_shift(weighed)}"
            break
    files.write_text(environment, yaml.safe_dump(content, sort_keys=False))
    return said


def _grow(pool: Part) -> str:
    nodes = cast("MutableMapping[str, int]", pool["nodes"])
    nodes["max"] += 1
    return f"pool {pool['name']} up to {nodes['max']} nodes"


def _shift(weighed: Sequence[Part]) -> str:
    giver, taker = cast("Sequence[MutableMapping[str, int]]", weighed[:2])
    giver["weight"] -= _STEP_PERCENT
    taker["weight"] += _STEP_PERCENT
    names = cast("Sequence[Mapping[str, object]]", (giver, taker))
    return f"{names[0]['name']} to {names[1]['name']}"
