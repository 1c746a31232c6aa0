"""The target as a whole: what a stack on the owner's Kubernetes is made of, and its way out."""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from components.contract import StackSettings
from components.errors import InvalidInputError, UnsupportedError
from components.specs import BudgetSpec, CapacityKind, Environment, ServingSpec
from providers.incluster.monitoring.options import MonitoringOptions
from providers.incluster.options import AddonMode, Addons, GatewayOptions
from providers.onprem.machines import Machine, PoolOptions
from providers.onprem.options import OnPremOptions
from providers.onprem.target import TARGET
from stacks import program
from stacks.admission import admit_stack
from stacks.settings import Stack
from tests.rigs.environments import V5E, accelerated_pool, cpu_pool, environment
from tests.rigs.onprem import HOURLY, HUSH, INSTALLED, options, secrets, settings
from transship.plan.recorder import SECRET, Recorded, Recording, record

RELEASE = "kubernetes:helm.sh/v3:Release"
EVERYTHING_INSTALLED = Addons(
    gateway=GatewayOptions(mode=AddonMode.INSTALL),
    autoscaling=AddonMode.INSTALL,
    resource_metrics=AddonMode.INSTALL,
    monitoring=AddonMode.INSTALL,
    accelerators=AddonMode.INSTALL,
)


def planned(chosen: OnPremOptions | None = None, wanted: Environment | None = None) -> Recording:
    return record(
        lambda: program.build(
            *admit_stack(Stack(TARGET, replace(settings(wanted, chosen), secrets=secrets(*TARGET.secret_names))))
        )
    )


def components(recording: Recording) -> dict[str, list[str]]:
    """The names of native resources by the component above them."""
    names = {resource.urn: resource.name for resource in recording.resources if not resource.custom}
    found: dict[str, list[str]] = {}
    for resource in recording.resources:
        if resource.custom and resource.parent:
            found.setdefault(names[resource.parent], []).append(resource.name)
    return {name: sorted(children) for name, children in found.items()}


def test_a_small_stack_has_exactly_these_resources() -> None:
    assert components(planned()) == {
        "cluster": [
            "cluster-gateway",
            "cluster-namespace",
            "cluster-policy-allow-dns",
            "cluster-policy-allow-gateway",
            "cluster-policy-allow-monitoring",
            "cluster-policy-allow-registry",
            "cluster-policy-deny-all",
            "cluster-store",
        ],
        "cpu": ["cpu-priority", "cpu-quota"],
        "fraud": ["fraud-account", "fraud-live-deployment", "fraud-live-service", "fraud-route"],
        "monitoring": [
            "monitoring-fraud-live",
            "monitoring-rules",
            "monitoring-transship-test-models",
            "monitoring-transship-test-pools",
        ],
    }


def test_preinstalled_add_ons_create_nothing_and_installed_ones_are_pinned() -> None:
    assert planned().of(RELEASE) == ()
    releases = planned(options(addons=EVERYTHING_INSTALLED)).of(RELEASE)
    assert len(releases) == 5
    assert [release.name for release in releases if not release.inputs.get("version")] == []


def test_what_uses_an_installed_add_on_comes_after_it() -> None:
    recording = planned(options(addons=EVERYTHING_INSTALLED))
    releases = {release.urn for release in recording.of(RELEASE)}
    gateway = recording.one("kubernetes:gateway.networking.k8s.io/v1:Gateway", "cluster-gateway")
    assert releases <= gateway.dependencies


def test_an_installed_store_is_reached_from_the_serving_namespace() -> None:
    recording = planned(options(registry=INSTALLED))
    policy = recording.one("kubernetes:networking.k8s.io/v1:NetworkPolicy", "cluster-policy-allow-registry").inputs
    (rule,) = policy["spec"]["egress"]
    assert rule["ports"] == [{"port": 7070, "protocol": "TCP"}]
    assert rule["to"] == [
        {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "transship-test-objects"}}}
    ]


def test_nodes_log_in_to_images_where_they_must() -> None:
    login = ("kubernetes:core/v1:Secret", "cluster-image-login")
    closed = planned(options(registry=replace(options().registry, login=True)))
    assert closed.one(*login).inputs["type"] == "kubernetes.io/dockerconfigjson"
    assert closed.one(*login).inputs["stringData"] == SECRET
    pod = closed.one("kubernetes:apps/v1:Deployment", "fraud-live-deployment").inputs["spec"]["template"]["spec"]
    assert pod["imagePullSecrets"] == [{"name": "image-registry"}]
    opened = planned()
    assert [each.name for each in opened.of("kubernetes:core/v1:Secret")] == ["cluster-store"]


@pytest.mark.parametrize(("private", "service"), [(True, "ClusterIP"), (False, "LoadBalancer")])
def test_only_a_public_gateway_gets_a_load_balancer(private: bool, service: str) -> None:
    own_class = Addons(gateway=GatewayOptions(mode=AddonMode.INSTALL))
    wanted = environment(serving=ServingSpec(private=private))
    (proxy,) = planned(options(addons=own_class), wanted).of("kubernetes:gateway.envoyproxy.io/v1alpha1:EnvoyProxy")
    assert proxy.inputs["spec"]["provider"]["kubernetes"]["envoyService"]["type"] == service


def test_a_budget_is_watched_where_there_are_rates() -> None:
    wanted = environment(budget=BudgetSpec(monthly_usd=Decimal(500)))
    watched, unwatched = planned(options(rates=HOURLY), wanted), planned(options(), wanted)
    assert "budget-80-percent" in json.dumps(rules(watched).inputs)
    assert "budget" not in json.dumps(rules(unwatched).inputs)


def rules(recording: Recording) -> Recorded:
    return recording.one("kubernetes:monitoring.coreos.com/v1:PrometheusRule", "monitoring-rules")


def test_raw_arguments_reach_any_resource() -> None:
    raw = {
        "fraud-live-deployment": {"spec": {"template": {"spec": {"dnsPolicy": "Default"}}}},
        "cluster-namespace": {"metadata": {"annotations": {"example.com/owner": "fraud"}}},
    }
    recording = planned(options(arguments=raw))
    deployment = recording.one("kubernetes:apps/v1:Deployment", "fraud-live-deployment").inputs
    assert deployment["spec"]["template"]["spec"]["dnsPolicy"] == "Default"
    assert deployment["spec"]["template"]["spec"]["containers"]
    namespace = recording.one("kubernetes:core/v1:Namespace", "cluster-namespace").inputs
    assert namespace["metadata"]["annotations"] == {"example.com/owner": "fraud"}
    assert namespace["metadata"]["name"] == "transship-test"


def test_raw_arguments_for_nothing_are_refused() -> None:
    with pytest.raises(InvalidInputError) as raised:
        planned(options(arguments={"cluster-gatewya": {}}))
    assert str(raised.value) == (
        "stack configuration: 1 problem\n"
        "  options.arguments.cluster-gatewya: the stack has no such resource\n"
        "    hint: cluster-gateway, cluster-store, cluster-namespace"
    )


def test_no_secret_is_in_clear_whatever_is_installed() -> None:
    told = options(addons=EVERYTHING_INSTALLED, registry=INSTALLED, monitoring=MonitoringOptions())
    assert HUSH not in repr(planned(told))


def test_importing_the_target_loads_no_sdk() -> None:
    script = "import sys; import providers.onprem.target; print('pulumi_kubernetes' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True).stdout
    assert said.strip() == "False"


REFUSING: list[Callable[[StackSettings], object]] = [TARGET.open, TARGET.estimate]


@pytest.mark.parametrize("ask", REFUSING, ids=["open", "estimate"])
def test_a_pool_that_no_machine_satisfies_is_refused_before_anything_exists(
    ask: Callable[[StackSettings], object],
) -> None:
    small = options(machines={"small": Machine(vcpu=1, memory_gib=1)})

    def attempt() -> None:
        with pytest.raises(UnsupportedError):
            ask(settings(chosen=small))

    assert record(attempt).resources == ()


def test_a_tpu_is_refused_at_the_door() -> None:
    wanted = environment(pools=(cpu_pool(), accelerated_pool(V5E)))
    with pytest.raises(UnsupportedError, match="TPUs are rented on Google Cloud and not sold"):
        planned(
            options(pools={"cpu": PoolOptions(selector={"a": "b"}), "accelerated": PoolOptions(nodes=("c",))}), wanted
        )


def test_the_answers_cost_nothing() -> None:
    assert TARGET.name == "onprem"
    assert TARGET.options_type is OnPremOptions
    chosen = replace(options(), machines={"server": Machine(vcpu=8, memory_gib=32)})
    assert TARGET.choose_machine(cpu_pool().requires, CapacityKind.SPOT, "rack-7", chosen).machine == "server"
    assert TARGET.secret_names == {
        "kubeconfig",
        "objects_access_key_id",
        "objects_secret_access_key",
        "images_username",
        "images_password",
        "images_htpasswd",
        "alerts_page",
        "alerts_ticket",
    }
