"""The target as callers meet it: cheap answers, every refusal together, and a way out that is checked."""

import subprocess
import sys
from dataclasses import replace
from unittest.mock import ANY

import pytest

from components import targets
from components.capabilities import Capability, Degraded, Emulated, Unsupported
from components.errors import InvalidInputError, UnsupportedError
from components.specs import Accelerator, AcceleratorKind, CapacityKind, Shape
from providers.gcp.access import label_value
from providers.gcp.kubeconfig import certificate, document
from providers.gcp.zones import cluster_zones
from tests.rigs.environments import V5E, accelerated_pool, cpu_pool, environment
from tests.rigs.gcp import options, plan, settings

BUCKET = "gcp:storage/bucket:Bucket"
B200 = Accelerator(kind=AcceleratorKind.NVIDIA_B200, count=8, memory_gib=180)


def test_answering_loads_no_sdk_and_a_plan_only_what_it_uses() -> None:
    script = (
        "import sys; from components import targets; from types import ModuleType\n"
        "targets.load('gcp').support; assert 'pulumi_gcp' not in sys.modules\n"
        "from tests.rigs.gcp import plan; plan()\n"
        "print(type(sys.modules.get('pulumi_gcp.compute')) is ModuleType)"
    )
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert done.stdout == "False\n"


def test_a_tpu_is_native_here() -> None:
    choice = targets.load("gcp").choose_machine(
        Shape(vcpu=24, memory_gib=48, accelerator=V5E), CapacityKind.ON_DEMAND, "us-central1", options()
    )
    assert choice.machine == "ct5lp-hightpu-4t"


def test_pools_without_a_machine_are_refused_together_at_their_paths() -> None:
    pools = (accelerated_pool(B200), cpu_pool(requires=Shape(vcpu=4096, memory_gib=16)))
    with pytest.raises(UnsupportedError) as refused:
        plan(environment(pools=pools, models=()))
    where = {problem.where.split(".")[0] for problem in refused.value.problems}
    assert where == {"pools[0]", "pools[1]"}


def test_raw_arguments_reach_their_resource() -> None:
    chosen = options(arguments={"registry-objects": {"softDeletePolicy": {"retentionDurationSeconds": 0}}})
    inputs = plan(chosen=chosen).one(BUCKET, "registry-objects").inputs
    assert inputs["softDeletePolicy"] == {"retentionDurationSeconds": 0}


def test_raw_arguments_for_nothing_are_refused_with_the_nearest() -> None:
    with pytest.raises(InvalidInputError) as refused:
        plan(chosen=options(arguments={"registry-object": {}}))
    (problem,) = refused.value.problems
    assert problem.where == "options.arguments.registry-object"
    assert "registry-objects" in problem.hint


@pytest.mark.parametrize(
    ("region", "zones"),
    [
        ("us-central1", "abc"),
        ("us-east1", "bcd"),
        ("europe-west1", "bcd"),
        ("asia-southeast1", "abc"),
    ],
)
def test_a_cluster_is_in_three_zones_that_the_region_has(region: str, zones: str) -> None:
    given = replace(settings(), region=region)
    assert cluster_zones(given, options()) == tuple(f"{region}-{letter}" for letter in zones)


def test_labels_are_legal_whatever_a_stack_is_called() -> None:
    assert label_value("Organisation/GCP-Prod.1") == "organisation-gcp-prod-1"
    assert len(label_value("x" * 100)) == 63


def test_a_certificate_is_read_and_what_is_none_is_left_out() -> None:
    assert certificate("LS0tLS1CRUdJTg==") == "-----BEGIN"
    assert certificate("[cluster.masterAuth]") == ""


def test_the_kubeconfig_holds_no_credential() -> None:
    user = {"name": "it", "user": {"exec": ANY}}
    assert document("it", "https://203.0.113.1", "LS0t")["users"] == [user]
    recording = plan()
    assert recording.outputs["kubeconfig"] == "[secret]"
    provider = recording.one("pulumi:providers:kubernetes", "cluster-kubernetes")
    assert provider.inputs["kubeconfig"] == "[secret]"


def test_answers_that_are_not_plain_say_what_is_lost_or_done() -> None:
    support = targets.support("gcp")
    assert isinstance(support[Capability.SPOT_FALLBACK], Emulated)
    assert isinstance(support[Capability.CUSTOMER_KEYS], Degraded)
    assert isinstance(support[Capability.MULTI_HOST_SLICES], Unsupported)
