"""Three pools on a lab's fake nodes: one that names its node, and two of different capacity that share the other."""

import pulumi

from components.contract import StackSettings
from components.specs import CapacityKind, Environment, NodeCount, PoolSpec, Shape
from providers.incluster.options import ImageOptions
from providers.onprem.machines import PoolOptions, Taint
from providers.onprem.options import (
    OBJECTS_ACCESS_KEY_ID,
    OBJECTS_SECRET_ACCESS_KEY,
    ObjectsOptions,
    OnPremOptions,
    RegistryOptions,
)
from providers.onprem.target import TARGET
from stacks.program import run
from stacks.settings import Stack

CONFIG = pulumi.Config()
ONE = NodeCount(min=1, expected=1, max=1)
SHAPE = Shape(vcpu=16, memory_gib=32)
SHARED = PoolOptions(selector={"kubernetes.io/hostname": CONFIG.require("shared")})


def pool(name: str, capacity: CapacityKind) -> PoolSpec:
    """A pool of one node."""
    return PoolSpec(name=name, requires=SHAPE, nodes=ONE, capacity=capacity)


def options() -> OnPremOptions:
    """The named node is tainted; the shared one is left as it is."""
    return OnPremOptions(
        kubeconfig_path=CONFIG.require("kubeconfig"),
        registry=RegistryOptions(
            images="registry.example.com",
            objects=ObjectsOptions(url="s3://models", endpoint="https://objects.example.com"),
        ),
        images=ImageOptions(puller="registry.example.com/puller:test"),
        pools={
            "named": PoolOptions(
                nodes=(CONFIG.require("named"),),
                taints=(Taint(key="example.com/reserved", value="models"),),
                manage_taints=True,
            ),
            "steady": SHARED,
            "spot": SHARED,
        },
        arguments={"cluster-namespace": {"metadata": {"annotations": {"example.com/owner": "tests"}}}},
    )


run(
    Stack(
        TARGET,
        StackSettings(
            name=pulumi.get_stack(),
            environment=Environment(
                pools=(
                    pool("named", CapacityKind.ON_DEMAND),
                    pool("steady", CapacityKind.ON_DEMAND),
                    pool("spot", CapacityKind(CONFIG.get("capacity") or "spot")),
                )
            ),
            region="lab",
            options=options(),
            secrets={
                name: pulumi.Output.secret("unused") for name in (OBJECTS_ACCESS_KEY_ID, OBJECTS_SECRET_ACCESS_KEY)
            },
        ),
    )
)
