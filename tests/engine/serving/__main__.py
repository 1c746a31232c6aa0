"""Every runtime on a lab's fake nodes: weights, a shadow, both autoscalers, a variant that sleeps, devices, files."""

from collections.abc import Sequence
from decimal import Decimal

import pulumi

from components.contract import StackSettings
from components.specs import (
    Accelerator,
    AcceleratorKind,
    Environment,
    ModelSpec,
    NodeCount,
    PoolSpec,
    Replicas,
    Resources,
    Runtime,
    RuntimeKind,
    ShadowSpec,
    Shape,
    VariantSpec,
)
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
FIXED = Replicas(min=1, max=1)
FAKE = Taint(key="kwok.x-k8s.io/node", value="fake")
CUSTOM = Runtime(kind=RuntimeKind.CUSTOM, image="own/server:1", port=9001, ready_path="/ready")


def variant(kind: RuntimeKind, weight: int, replicas: Replicas = FIXED, accelerators: int = 0) -> VariantSpec:
    """A variant that is called after its runtime."""
    return VariantSpec(
        name=kind.value,
        version=CONFIG.get("version") or "1",
        runtime=CUSTOM if kind is RuntimeKind.CUSTOM else Runtime(kind=kind),
        pool="gpu" if accelerators else "cpu",
        replicas=replicas,
        resources=Resources(vcpu=Decimal("0.5"), memory_gib=Decimal(1), accelerators=accelerators),
        weight=weight,
    )


def models() -> Sequence[ModelSpec]:
    """One model on processors, one on accelerators."""
    fraud = ModelSpec(
        name="fraud",
        variants=(
            variant(RuntimeKind.MLSERVER, 90, Replicas(min=2, max=4, target_cpu_percent=60)),
            variant(RuntimeKind.TENSORFLOW_SERVING, 10, Replicas(min=0, max=2, target_requests_per_second=10)),
            variant(RuntimeKind.CUSTOM, 0),
        ),
        shadow=ShadowSpec(variant=RuntimeKind.CUSTOM.value, percent=5),
    )
    assistant = ModelSpec(
        name="assistant",
        variants=(
            variant(RuntimeKind.VLLM, 100, Replicas(min=1, max=2, target_requests_per_second=4), accelerators=2),
            variant(RuntimeKind.TRITON, 0, accelerators=1),
        ),
    )
    return fraud, assistant


def pools() -> Sequence[PoolSpec]:
    """Processors, and accelerators."""
    devices = Accelerator(kind=AcceleratorKind.NVIDIA_H100, count=4, memory_gib=80)
    nodes = NodeCount(min=1, expected=1, max=1)
    return (
        PoolSpec(name="cpu", requires=Shape(vcpu=8, memory_gib=16), nodes=nodes),
        PoolSpec(name="gpu", requires=Shape(vcpu=8, memory_gib=16, accelerator=devices), nodes=nodes),
    )


run(
    Stack(
        TARGET,
        StackSettings(
            name=pulumi.get_stack(),
            environment=Environment(pools=tuple(pools()), models=tuple(models())),
            region="lab",
            options=OnPremOptions(
                kubeconfig_path=CONFIG.require("kubeconfig"),
                registry=RegistryOptions(
                    images="registry.example.com",
                    objects=ObjectsOptions(url="s3://models", endpoint="https://objects.example.com"),
                ),
                images=ImageOptions(puller="registry.example.com/puller:test"),
                pools={
                    "cpu": PoolOptions(selector={"node.kubernetes.io/instance-type": "lab-cpu-16"}, taints=(FAKE,)),
                    "gpu": PoolOptions(
                        selector={"nvidia.com/gpu.family": "hopper"},
                        taints=(FAKE, Taint(key="nvidia.com/gpu", value="present")),
                    ),
                },
            ),
            secrets={
                name: pulumi.Output.secret("unused") for name in (OBJECTS_ACCESS_KEY_ID, OBJECTS_SECRET_ACCESS_KEY)
            },
        ),
    )
)
