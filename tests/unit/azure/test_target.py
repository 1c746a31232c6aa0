"""The target as a whole: honest answers, a way out, and no SDK until it is opened."""

import subprocess
import sys
from dataclasses import replace

import pulumi
import pytest

from components.capabilities import Capability, Lacking, Unsupported
from components.errors import InvalidInputError
from components.specs import CapacityKind
from providers.azure.aliases import leave_out_version_aliases
from providers.azure.options import AzureOptions
from providers.azure.shapes import catalogue
from providers.azure.support import SUPPORT
from providers.azure.target import TARGET
from tests.rigs.answers import words
from tests.rigs.azure import REGION, named, options, planned, settings
from tests.rigs.environments import L4, accelerated_pool, cpu_pool, environment
from transship.plan.recorder import record


@pytest.mark.parametrize("capability", Capability)
def test_an_answer_says_where_it_was_read_and_what_it_means(capability: Capability) -> None:
    answer = SUPPORT[capability]
    assert answer.source.url.startswith("https://")
    assert all(words(answer))


def test_what_can_never_be_is_told_apart_from_what_is_not_built_yet() -> None:
    never = {name for name, answer in SUPPORT.items() if isinstance(answer, Unsupported) and answer.kind == "never"}
    assert never == {Capability.TPU, Capability.MULTI_HOST_SLICES}
    tpu = SUPPORT[Capability.TPU]
    assert isinstance(tpu, Unsupported)
    assert tpu.kind is Lacking.NEVER
    assert all(kind in tpu.instead for kind in ("nvidia-t4", "nvidia-a10", "nvidia-h100"))


def test_the_accelerators_it_says_it_has_are_those_of_its_tables() -> None:
    assert {kind for kind in type(L4.kind) if SUPPORT.has(kind)} == catalogue().accelerators


def test_importing_the_target_loads_no_sdk() -> None:
    script = "import sys; import providers.azure.target; print(*sys.modules)"
    said = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True).stdout.split()
    assert {"pulumi_azure_native", "pulumi_kubernetes"} & set(said) == set()


def test_the_answers_cost_nothing() -> None:
    assert (TARGET.name, TARGET.options_type) == ("azure", AzureOptions)
    assert TARGET.secret_names == {"alerts_page", "alerts_ticket"}
    chosen = TARGET.choose_machine(cpu_pool().requires, CapacityKind.ON_DEMAND, REGION, options())
    assert chosen.machine.startswith("Standard_D4")
    assert chosen.passed_over


def test_an_estimate_names_what_it_leaves_out() -> None:
    estimate = TARGET.estimate(settings())
    assert 0 < estimate.monthly_min_usd <= estimate.monthly_expected_usd <= estimate.monthly_max_usd
    assert {"registry images", "private endpoints"} <= {each.name for each in estimate.unknown}


def test_a_substitute_stands_in_for_what_azure_never_has() -> None:
    a10 = replace(L4, kind=type(L4.kind).NVIDIA_A10)
    recording = planned(environment(pools=(cpu_pool(), accelerated_pool(L4, substitutes=(a10,)))))
    assert recording.outputs["pools"][1]["substitution"] == (
        "azure has no nvidia-l4: 1 nvidia-a10 a node in place of 1 nvidia-l4"
    )


def test_raw_arguments_reach_any_resource() -> None:
    raw = {"cpu-nodes": {"gpuInstanceProfile": "MIG1g", "osDiskSizeGB": None}, "registry-logs": {"sku": {"name": "X"}}}
    recording = planned(chosen=options(arguments=raw))
    pool = named(recording, "containerservice:AgentPool", "cpu-nodes").inputs
    assert pool["gpuInstanceProfile"] == "MIG1g"
    assert "osDiskSizeGB" not in pool
    assert named(recording, "operationalinsights:Workspace", "registry-logs").inputs["sku"] == {"name": "X"}


def test_raw_arguments_for_nothing_are_refused() -> None:
    with pytest.raises(InvalidInputError, match=r"options\.arguments\.cpu-nods: the stack has no such resource"):
        planned(chosen=options(arguments={"cpu-nods": {}}))


def test_resources_have_no_alias_for_versions_that_nobody_used() -> None:
    seen: dict[str, list[object]] = {}

    def watch(args: pulumi.ResourceTransformationArgs) -> None:
        seen[args.name] = list(args.opts.aliases or [])

    def program() -> None:
        from pulumi_azure_native.resources import ResourceGroup  # noqa: PLC0415

        leave_out_version_aliases()
        pulumi.runtime.register_stack_transformation(watch)
        ResourceGroup("renamed", opts=pulumi.ResourceOptions(aliases=[pulumi.Alias(name="before")]))

    record(program)
    assert [alias.name for alias in seen["renamed"] if isinstance(alias, pulumi.Alias)] == ["before"]
