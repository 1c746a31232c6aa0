"""Settings that contradict each other are refused before anything exists, all of them together."""

from dataclasses import replace

import pytest

from components.contract import StackSettings
from components.errors import InvalidInputError
from components.specs import NodeCount, Severity
from providers.incluster.monitoring.options import MonitoringOptions, Receiver, ReceiverKind
from providers.onprem.checks import check
from providers.onprem.machines import PoolOptions
from providers.onprem.options import OBJECTS_ACCESS_KEY_ID, OBJECTS_SECRET_ACCESS_KEY, OnPremOptions
from providers.onprem.target import TARGET
from tests.rigs.environments import L4, accelerated_pool, cpu_pool, environment
from tests.rigs.onprem import SERVER, options, secrets, settings
from transship.plan.recorder import record


def refused(chosen: OnPremOptions, *names: str, **changes: object) -> list[str]:
    """What the check says to these options and secrets."""
    said: list[str] = []

    def program() -> None:
        stack = replace(settings(chosen=chosen), **changes)
        stack = replace(stack, secrets=secrets(*names)) if names else stack
        with pytest.raises(InvalidInputError) as raised:
            check(stack, chosen)
        said.extend(str(problem) for problem in raised.value.problems)

    record(program)
    return said


def test_what_fits_together_is_let_through() -> None:
    record(lambda: check(settings(), options()))
    named = {"cpu": PoolOptions(nodes=("a",), machine="server")}
    record(lambda: check(settings(), options(pools=named, machines={"server": SERVER})))


def test_a_stack_without_a_way_in_or_without_keys_is_told_what_to_type() -> None:
    assert refused(options(), "alerts_page") == [
        (
            "options.kubeconfig_path: expected the path of a kubeconfig, or its content as a secret, found neither\n"
            "  hint: kubeconfig_path, or pulumi config set --secret --path secrets.kubeconfig"
        ),
        (
            "secrets.objects_access_key_id: required, and missing\n"
            "  hint: pulumi config set --secret --path secrets.objects_access_key_id"
        ),
        (
            "secrets.objects_secret_access_key: required, and missing\n"
            "  hint: pulumi config set --secret --path secrets.objects_secret_access_key"
        ),
    ]


def test_a_path_needs_no_secret_kubeconfig() -> None:
    keys = secrets_of(OBJECTS_ACCESS_KEY_ID, OBJECTS_SECRET_ACCESS_KEY)
    record(lambda: check(keys(), options(kubeconfig_path="/etc/kubeconfig")))
    assert any("found neither" in said for said in refused(options(), OBJECTS_ACCESS_KEY_ID))


def secrets_of(*names: str):
    def made() -> StackSettings:
        return replace(settings(), secrets=secrets(*names))

    return made


def test_a_receiver_needs_its_secret() -> None:
    told = MonitoringOptions(receivers={Severity.PAGE: Receiver(kind=ReceiverKind.WEBHOOK)})
    assert refused(options(monitoring=told)) == [
        ("secrets.alerts_page: required, and missing\n  hint: pulumi config set --secret --path secrets.alerts_page")
    ]


def test_pools_without_nodes_and_nodes_without_a_pool_are_told_together() -> None:
    chosen = options(pools={"cpus": PoolOptions(nodes=("a",))})
    assert refused(chosen) == [
        'options.pools.cpus: the environment has no pool "cpus"\n  hint: cpu',
        (
            "options.pools.cpu: required, and missing: which nodes are the pool's\n"
            "  hint: nodes: [<name>, ...], or selector: {<label>: <value>}"
        ),
    ]


def test_a_node_belongs_to_one_pool() -> None:
    both = {"cpu": PoolOptions(nodes=("a", "b")), "accelerated": PoolOptions(nodes=("b",))}
    wanted = environment(pools=(cpu_pool(), accelerated_pool(L4)))
    assert refused(options(pools=both), environment=wanted) == [
        "options.pools: node b is named by 2 pools\n  hint: a node belongs to one pool"
    ]


def test_a_pools_machine_is_known_satisfies_its_shape_and_there_are_enough() -> None:
    def said(wanted: StackSettings, machine: str | None) -> list[str]:
        pools = {"cpu": PoolOptions(nodes=("a",), machine=machine)}
        return refused(options(pools=pools, machines={"server": SERVER}), environment=wanted.environment)

    assert said(settings(), "servers") == ['options.pools.cpu.machine: no machine is called "servers"\n  hint: server']
    large = cpu_pool(requires=replace(cpu_pool().requires, vcpu=64))
    assert said(settings(environment(pools=(large,))), "server") == [
        "options.pools.cpu.machine: server has 32 vCPU, 64 wanted\n  hint: another machine, or ask less of the pool"
    ]
    many = cpu_pool(nodes=NodeCount(min=0, expected=1, max=9))
    too_few = (
        "options.pools.cpu.nodes: 1 server hold 8 nodes of the pool's shape, expected 9\n"
        "  hint: name more nodes, or lower nodes.max in the environment"
    )
    assert said(settings(environment(pools=(many,))), "server") == [too_few]
    assert said(settings(environment(pools=(many,))), None) == [too_few]


def test_opening_and_estimating_refuse_the_same_settings() -> None:
    def program() -> None:
        wrong = settings(chosen=options(pools={}))
        with pytest.raises(InvalidInputError):
            TARGET.open(wrong)
        with pytest.raises(InvalidInputError):
            TARGET.estimate(wrong)

    assert record(program).resources == ()
