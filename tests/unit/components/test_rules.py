"""Rules that span an environment: each contradiction is told with its path; needs and substitutes are exact."""

from datetime import date

import pytest

from components import rules
from components.capabilities import Answer, Capability, Lacking, Native, Source, Support, Unsupported
from components.specs import (
    Accelerator,
    AcceleratorKind,
    AlertKind,
    AlertSpec,
    Architecture,
    CapacityKind,
    Environment,
    MonitoringSpec,
    ShadowSpec,
    Shape,
)
from tests.rigs.environments import L4, V5E, accelerated_pool, cpu_pool, environment, model, variant

SOURCE = Source("https://example.com", date(2026, 11, 21))
EVERYTHING: dict[Capability, Answer] = dict.fromkeys(Capability, Native(SOURCE))
NO_TPU = {**EVERYTHING, Capability.TPU: Unsupported(Lacking.NEVER, "there are none", "nvidia-l4", SOURCE)}
ALERT = AlertSpec(name="errors", kind=AlertKind.ERROR_PERCENT, threshold=1, model="frod")  # pyright: ignore[reportArgumentType]

CONTRADICTIONS = [
    pytest.param(environment(pools=(cpu_pool(), cpu_pool())), "pools", '"cpu" is there 2 times', id="pool named twice"),
    pytest.param(environment(models=(model(), model())), "models", '"fraud" is there 2 times', id="model named twice"),
    pytest.param(
        environment(
            models=(
                model(name="a-b", variants=(variant(name="c"),)),
                model(name="a", variants=(variant(name="b-c"),)),
            )
        ),
        "models",
        'a-b with c and a with b-c would both be called "a-b-c"',
        id="two spellings of one name",
    ),
    pytest.param(
        environment(models=(model(variants=(variant(weight=90),)),)),
        "models[0].variants",
        "weights add up to 90, expected 100",
        id="weights do not sum",
    ),
    pytest.param(
        environment(models=(model(variants=(variant(pool="cpv"),)),)),
        "models[0].variants[0].pool",
        'no pool is called "cpv"',
        id="unknown pool",
    ),
    pytest.param(
        environment(models=(model(shadow=ShadowSpec(variant="next", percent=5)),)),
        "models[0].shadow.variant",
        'no variant is called "next"',
        id="unknown shadow",
    ),
    pytest.param(
        environment(models=(model(shadow=ShadowSpec(variant="live", percent=5)),)),
        "models[0].shadow.variant",
        '"live" has live weight',
        id="shadow with weight",
    ),
    pytest.param(
        environment(pools=(cpu_pool(requires=Shape(vcpu=4, memory_gib=1)),)),
        "models[0].variants[0].resources.memory_gib",
        "one replica takes 2, a node of pool cpu offers 1",
        id="replica larger than a node",
    ),
    pytest.param(
        environment(monitoring=MonitoringSpec(alerts=(ALERT,))),
        "monitoring.alerts[0].model",
        'no model is called "frod"',
        id="alert on an unknown model",
    ),
]


@pytest.mark.parametrize(("wrong", "where", "what"), CONTRADICTIONS)
def test_a_contradiction_is_told_with_its_path(wrong: Environment, where: str, what: str) -> None:
    assert [(problem.where, problem.what) for problem in rules.problems(wrong)] == [(where, what)]


def test_a_sound_environment_has_no_problem() -> None:
    assert list(rules.problems(environment())) == []


def test_every_contradiction_is_told_at_once() -> None:
    wrong = environment(models=(model(variants=(variant(pool="cpv", weight=1),)),), pools=(cpu_pool(), cpu_pool()))
    assert {problem.where for problem in rules.problems(wrong)} == {
        "pools",
        "models[0].variants",
        "models[0].variants[0].pool",
    }


def test_needs_name_the_field_that_asks() -> None:
    arm = cpu_pool(requires=Shape(vcpu=1, memory_gib=2, architecture=Architecture.ARM64), name="arm")
    spot = accelerated_pool(L4, capacity=CapacityKind.SPOT_WITH_FALLBACK)
    asked = {(need.capability, need.where) for need in rules.needs(environment(pools=(arm, spot), models=()))}
    assert asked >= {
        (Capability.ARM64, "pools[0].requires.architecture"),
        (Capability.GPU, "pools[1].requires.accelerator.kind"),
        (Capability.SPOT_FALLBACK, "pools[1].capacity"),
        (Capability.SCALE_TO_ZERO, "pools[1].nodes.min"),
        (Capability.PRIVATE_SERVING, "serving.private"),
    }


def test_a_substitute_stands_in_only_where_the_accelerator_can_never_be() -> None:
    wanted = environment(pools=(accelerated_pool(V5E, substitutes=(L4,)),), models=())
    fitted, said = rules.fitted(wanted, Support("somewhere", NO_TPU))
    assert fitted.pools[0].requires.accelerator == L4
    assert said == {"accelerated": "somewhere has no tpu-v5e: 1 nvidia-l4 a node in place of 4 tpu-v5e"}
    assert rules.fitted(wanted, Support("elsewhere", EVERYTHING)) == (wanted, {})


def test_the_first_substitute_that_the_target_has_is_taken() -> None:
    a10 = Accelerator(kind=AcceleratorKind.NVIDIA_A10, memory_gib=24)
    wanted = environment(pools=(accelerated_pool(L4, substitutes=(V5E, a10)),), models=())
    support = Support("somewhere", NO_TPU, accelerators={AcceleratorKind.NVIDIA_A10, AcceleratorKind.TPU_V5E})
    fitted, said = rules.fitted(wanted, support)
    assert fitted.pools[0].requires.accelerator == a10
    assert said == {"accelerated": "somewhere has no nvidia-l4: 1 nvidia-a10 a node in place of 1 nvidia-l4"}


def test_without_a_substitute_the_need_stands() -> None:
    wanted = environment(pools=(accelerated_pool(V5E),), models=())
    assert rules.fitted(wanted, Support("somewhere", NO_TPU)) == (wanted, {})
