"""What every target must do with an environment; names none of them."""

import subprocess
import sys
from decimal import Decimal
from typing import cast

import pytest
from hypothesis import HealthCheck, given, settings

from components import targets
from components.capabilities import Capability
from components.errors import UnsupportedError
from components.specs import (
    AlertKind,
    AlertSpec,
    BudgetSpec,
    CapacityKind,
    Environment,
    MonitoringSpec,
    Replicas,
    ShadowSpec,
)
from stacks.stack_outputs import CONTRACT_VERSION, StackOutputs
from tests.rigs.environments import A100, V5E, accelerated_pool, cpu_pool, environment, model, variant
from tests.rigs.strategies import environments
from tests.rigs.targets import HUSH, RIGS, Rig
from transship.plan.recorder import SECRET

COMPONENTS = {"ModelRegistry": 1, "ServingCluster": 1, "ComputePool": 1, "Monitoring": 1, "ModelDeployment": 1}
SDKS = {"aws": "pulumi_aws", "azure": "pulumi_azure_native", "gcp": "pulumi_gcp"}


def full() -> Environment:
    """An environment that uses every part of the contract that no target refuses."""
    alerts = tuple(AlertSpec(name=kind.value, kind=kind, threshold=Decimal(5)) for kind in AlertKind)
    fraud = model(
        variants=(
            variant(weight=90, replicas=Replicas(min=0, max=3, target_requests_per_second=10)),
            variant(name="next", version="2", weight=10, replicas=Replicas(min=1, max=3, target_cpu_percent=70)),
            variant(name="shadow", version="3", weight=0),
        ),
        shadow=ShadowSpec(variant="shadow", percent=5),
    )
    return environment(
        pools=(cpu_pool(), accelerated_pool(A100, capacity=CapacityKind.SPOT_WITH_FALLBACK)),
        models=(fraud,),
        monitoring=MonitoringSpec(alerts=alerts),
        budget=BudgetSpec(monthly_usd=Decimal(1000)),
    )


def test_every_target_has_a_rig() -> None:
    assert RIGS.keys() == targets.TARGETS.keys()


def test_the_components_are_the_same_on_every_target(target: Rig) -> None:
    recording = target.plan(environment()).recording
    kinds = [resource.type.rsplit(":", 1)[-1] for resource in recording.children("") if not resource.custom]
    assert {kind: kinds.count(kind) for kind in kinds} == COMPONENTS


def test_every_resource_has_an_explicit_provider_and_a_component_above_it(target: Rig) -> None:
    recording = target.plan(full()).recording
    native = [resource for resource in recording.resources if resource.custom and ":providers:" not in resource.type]
    assert native
    assert [resource.urn for resource in native if not resource.provider] == []
    assert [resource.urn for resource in native if not resource.parent] == []


def test_outputs_have_the_keys_of_the_contract(target: Rig) -> None:
    outputs = target.plan(full()).recording.outputs
    assert outputs.keys() == StackOutputs.__annotations__.keys()
    assert outputs["contract_version"] == CONTRACT_VERSION
    assert outputs["kubeconfig"] == SECRET
    assert [pool["name"] for pool in outputs["pools"]] == ["cpu", "accelerated"]
    assert outputs["models"][0]["shadow"] == "shadow"
    assert [variant["weight"] for variant in outputs["models"][0]["variants"]] == [90, 10, 0]


def _kinds(value: object) -> object:
    """The shape of an output: keys and types, lists by their first item, a text that may be missing as a text."""
    match value:
        case dict():
            return {key: _kinds(item) for key, item in cast("dict[str, object]", value).items()}
        case list():
            return [_kinds(item) for item in cast("list[object]", value)[:1]]
        case None:
            return "str"
        case _:
            return type(value).__name__


def test_outputs_have_the_same_types_on_every_target() -> None:
    shapes: dict[str, object] = {}
    for name, rig in RIGS.items():
        outputs = dict(rig.plan(full()).recording.outputs)
        where_to_look = outputs.pop("monitoring")
        assert set(map(type, where_to_look.values())) == {str}
        # A target with nothing to remark has an empty list.
        shapes[name] = {**cast("dict[str, object]", _kinds(outputs)), "remarks": type(outputs["remarks"]).__name__}
    first, *others = shapes.values()
    assert all(other == first for other in others), shapes


def test_no_secret_is_registered_in_clear(target: Rig) -> None:
    assert HUSH not in repr(target.plan(full()).recording)


@pytest.mark.parametrize(
    ("capability", "wanted"),
    [
        (Capability.TPU, environment(pools=(cpu_pool(), accelerated_pool(V5E)))),
        (Capability.GPU, environment(pools=(cpu_pool(), accelerated_pool(A100)))),
        (Capability.SPOT, environment(pools=(cpu_pool(capacity=CapacityKind.SPOT),))),
        (Capability.SPOT_FALLBACK, environment(pools=(cpu_pool(capacity=CapacityKind.SPOT_WITH_FALLBACK),))),
    ],
)
def test_what_is_asked_is_built_or_refused_with_its_reason(
    target: Rig, capability: Capability, wanted: Environment
) -> None:
    if refusal := target.refuses(capability):
        with pytest.raises(UnsupportedError) as raised:
            target.plan(wanted)
        assert refusal.reason in str(raised.value)
        assert refusal.instead in str(raised.value)
        return
    assert len(target.plan(wanted).recording.outputs["pools"]) == len(wanted.pools)


def test_a_substitute_is_taken_and_said(target: Rig) -> None:
    planned = target.plan(environment(pools=(cpu_pool(), accelerated_pool(V5E, substitutes=(A100,)))))
    (_, pool) = planned.recording.outputs["pools"]
    if target.refuses(Capability.TPU):
        assert "nvidia-a100" in pool["substitution"]
        assert any("nvidia-a100" in remark for remark in planned.recording.outputs["remarks"])
        return
    assert pool["substitution"] is None


def test_planning_one_target_loads_no_other_sdk(target: Rig) -> None:
    script = (
        f"import sys; from transship.plan import stack; stack.plan_stack('{target.name}-prod'); print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    loaded = set(done.stdout.split()) & set(SDKS.values())
    assert loaded == {sdk for name, sdk in SDKS.items() if name == target.name}


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wanted=environments())
def test_any_valid_environment_is_planned_or_refused_with_reasons(target: Rig, wanted: Environment) -> None:
    try:
        planned = target.plan(wanted)
    except UnsupportedError as refused:
        unexplained = [problem for problem in refused.problems if not (problem.what and problem.hint)]
    else:
        unexplained = [] if planned.recording.outputs["models"][0]["variants"] else ["nothing was planned"]
    assert unexplained == []
