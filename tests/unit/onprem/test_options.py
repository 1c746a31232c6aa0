"""A wrong option is told with its path, what was found and what is allowed; everything wrong in one go."""

from copy import deepcopy
from typing import Any

import pytest

from components.errors import InvalidInputError
from providers.onprem.options import OnPremOptions
from stacks.validation import adapter, validated

VALID: dict[str, Any] = {
    "registry": {
        "images": "registry.example.com/ml",
        "objects": {"url": "s3://models/prod", "endpoint": "https://objects.example.com:9000"},
    },
    "images": {"puller": "registry.example.com/ml/puller:0.1.0"},
    "pools": {"gpu": {"nodes": ["node-1", "node-2.example.com"], "taints": [{"key": "nvidia.com/gpu"}]}},
    "machines": {
        "r750": {
            "vcpu": 64,
            "memory_gib": 512,
            "accelerator": {"kind": "nvidia-a100", "count": 4, "memory_gib": 80},
            "ownership": {"purchase_usd": 98000, "life_years": 5, "power_kw": "2.4"},
        }
    },
    "rates": {"as_of": "2026-11-01", "ownership": {"kwh_usd": "0.18", "pue": "1.4"}},
    "arguments": {"gateway": {"spec": {"listeners": None}}},
}


def changed(path: str, value: object) -> dict[str, Any]:
    """The valid options with the value at a dotted path changed; a removal when it is `...`."""
    raw = deepcopy(VALID)
    *steps, last = path.split(".")
    place: Any = raw
    for step in steps:
        place = place[step]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return raw


def read(raw: object) -> OnPremOptions:
    return validated(OnPremOptions, raw, "stack configuration", "options")


def test_valid_options_are_read() -> None:
    options = read(VALID)
    assert options.pools["gpu"].nodes == ("node-1", "node-2.example.com")
    assert options.pools["gpu"].taints[0].effect == "NoSchedule"
    assert options.rates is not None
    assert options.rates.source == "owner's rates, 2026-11-01"


WRONG: list[tuple[str, Any, str]] = [
    ("registry.objects", ..., "options.registry: set exactly one of objects, install_objects"),
    ("registry.install_objects", {"storage_gib": 5}, "options.registry: set exactly one of objects, install_objects"),
    ("registry.images", ..., "options.registry: set exactly one of images, install_images"),
    ("registry.install_images", {"storage_gib": 5, "node_port": 80}, "options.registry.install_images.node_port"),
    ("registry.objects.url", "http://models", "options.registry.objects.url"),
    ("registry.objects.endpoint", "https://objects.example.com/path", "options.registry.objects.endpoint"),
    ("registry.images", "https://registry.example.com", "options.registry.images"),
    ("pools.gpu.selector", {"a": "b"}, "options.pools.gpu: set exactly one of nodes, selector"),
    ("pools.gpu.nodes", [], "options.pools.gpu: set exactly one of nodes, selector"),
    ("pools.gpu.nodes", ["a", "a"], "options.pools.gpu: each node stands once in nodes"),
    ("pools.gpu.nodes", ["Node_1"], "options.pools.gpu.nodes[0]"),
    ("pools.gpu", {"selector": {"a": "b"}, "manage_taints": True}, "manage_taints needs nodes"),
    ("pools.gpu.taints", [{"key": "a", "effect": "Never"}], "options.pools.gpu.taints[0].effect"),
    ("machines.r750.ownership.idle_power_kw", 3, "expected idle_power_kw <= power_kw, found 3, 2.4"),
    ("machines.r750.ownership.life_years", 0, "options.machines.r750.ownership.life_years"),
    ("rates.hourly", {"vcpu_hour_usd": 1, "memory_gib_hour_usd": 1}, "options.rates: set exactly one of hourly"),
    ("rates.as_of", ..., "options.rates.as_of: required, and missing"),
    ("rates.ownership.pue", "0.9", "options.rates.ownership.pue"),
    ("kubeconfig_path", "kube/config", "options.kubeconfig_path"),
    ("image", {}, 'options: unknown key "image"\n    hint: images'),
    ("monitoring", {"receivers": {"paging": {"kind": "webhook", "secret": "x"}}}, "options.monitoring.receivers"),
]


@pytest.mark.parametrize(("path", "value", "said"), WRONG, ids=[f"{path} = {value}" for path, value, _ in WRONG])
def test_a_wrong_option_is_told_where_it_stands(path: str, value: object, said: str) -> None:
    with pytest.raises(InvalidInputError) as raised:
        read(changed(path, value))
    assert said in str(raised.value)


def test_everything_wrong_is_told_in_one_go() -> None:
    raw: dict[str, Any] = changed("images.puller", ...)
    raw |= {"kubeconfig_path": "here"}
    raw["rates"]["ownership"]["pue"] = 0
    with pytest.raises(InvalidInputError) as raised:
        read(raw)
    assert len(raised.value.problems) == 3


def test_editors_are_told_what_every_option_is_for() -> None:
    schema = adapter(OnPremOptions).json_schema()
    definitions = schema["$defs"].values()
    properties = [
        (name, described) for definition in definitions for name, described in definition.get("properties", {}).items()
    ]
    assert len(properties) > 40
    assert [name for name, described in properties if not described.get("description")] == []
