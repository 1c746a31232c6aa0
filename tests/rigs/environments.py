"""Small environments for tests: valid as they are, with one part changed at a time."""

from dataclasses import replace
from decimal import Decimal

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
    Shape,
    VariantSpec,
)

A100 = Accelerator(kind=AcceleratorKind.NVIDIA_A100, memory_gib=40)
"""What every cloud has."""

L4 = Accelerator(kind=AcceleratorKind.NVIDIA_L4, memory_gib=24)
V5E = Accelerator(kind=AcceleratorKind.TPU_V5E, count=4, memory_gib=16)


def cpu_pool(**changes: object) -> PoolSpec:
    """A pool of CPU nodes."""
    nodes = NodeCount(min=1, max=3, expected=2)
    return replace(PoolSpec(name="cpu", requires=Shape(vcpu=4, memory_gib=16), nodes=nodes), **changes)


def accelerated_pool(accelerator: Accelerator, **changes: object) -> PoolSpec:
    """A pool of nodes with accelerators, that may scale to zero."""
    shape = Shape(vcpu=8, memory_gib=32, accelerator=accelerator)
    pool = PoolSpec(name="accelerated", requires=shape, nodes=NodeCount(min=0, max=2, expected=1))
    return replace(pool, **changes)


def variant(**changes: object) -> VariantSpec:
    """A variant with one replica on the CPU pool, and all of the traffic."""
    made = VariantSpec(
        name="live",
        version="1",
        runtime=Runtime(kind=RuntimeKind.MLSERVER),
        pool="cpu",
        replicas=Replicas(min=1, max=1),
        resources=Resources(vcpu=Decimal(1), memory_gib=Decimal(2)),
        weight=100,
    )
    return replace(made, **changes)


def model(**changes: object) -> ModelSpec:
    """A model with one variant."""
    return replace(ModelSpec(name="fraud", variants=(variant(),)), **changes)


def environment(**changes: object) -> Environment:
    """An environment with one CPU pool and one model."""
    return replace(Environment(pools=(cpu_pool(),), models=(model(),)), **changes)
