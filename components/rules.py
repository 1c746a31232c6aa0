"""Rules that span several parts of an environment, and what it needs of a target. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from components.capabilities import Capability, Need, Support
from components.errors import Problem, nearest
from components.specs import Architecture, CapacityKind, Environment, ModelSpec, PoolSpec

ALL_PERCENT = 100


def problems(environment: Environment) -> Iterator[Problem]:
    """Everything about the environment that contradicts itself, with paths as they stand in its file."""
    pools = {pool.name: pool for pool in environment.pools}
    models = [model.name for model in environment.models]
    yield from _twice("pools", [pool.name for pool in environment.pools])
    yield from _twice("models", models)
    yield from _twice("monitoring.alerts", [alert.name for alert in environment.monitoring.alerts])
    for index, model in enumerate(environment.models):
        yield from _model(f"models[{index}]", model, pools)
    yield from _ambiguous(environment.models)
    for index, alert in enumerate(environment.monitoring.alerts):
        if alert.model is not None and alert.model not in models:
            where = f"monitoring.alerts[{index}].model"
            yield Problem(where, f'no model is called "{alert.model}"', nearest(alert.model, models))


def needs(environment: Environment) -> Iterator[Need]:
    """What the environment asks of its target, and where it asks."""
    for index, pool in enumerate(environment.pools):
        yield from _pool_needs(f"pools[{index}]", pool)
    for index, model in enumerate(environment.models):
        if len([variant for variant in model.variants if variant.weight]) > 1:
            yield Need(Capability.WEIGHTS, f"models[{index}].variants")
        if model.shadow:
            yield Need(Capability.SHADOW, f"models[{index}].shadow")
    asked = {
        (Capability.REGISTRY_REPLICATION, "registry.replicated"): environment.registry.replicated,
        (Capability.IMAGE_SCANNING, "registry.scan_images"): environment.registry.scan_images,
        (Capability.PRIVATE_SERVING, "serving.private"): environment.serving.private,
        (Capability.CUSTOMER_KEYS, "serving.customer_keys"): environment.serving.customer_keys,
        (Capability.DASHBOARDS, "monitoring.dashboards"): environment.monitoring.dashboards,
        (Capability.ALERTS, "monitoring.alerts"): bool(environment.monitoring.alerts),
        (Capability.BUDGET_ALARM, "budget"): environment.budget is not None,
    }
    yield from (Need(*need) for need, wanted in asked.items() if wanted)


def fitted(environment: Environment, support: Support) -> tuple[Environment, dict[str, str]]:
    """The environment with substitutes in place of accelerators that the target can never offer.

    Returns:
        The environment to build, and for each pool that was changed a sentence that says how.
    """
    said: dict[str, str] = {}
    pools = [_fitted(pool, support, said) for pool in environment.pools]
    return replace(environment, pools=tuple(pools)), said


def _fitted(pool: PoolSpec, support: Support, said: dict[str, str]) -> PoolSpec:
    wanted = pool.requires.accelerator
    instead = next((choice for choice in pool.substitutes if support.has(choice.kind)), None)
    if wanted is None or instead is None or support.has(wanted.kind):
        return pool
    said[pool.name] = (
        f"{support.target} has no {wanted.kind}: {instead.count} {instead.kind} a node "
        f"in place of {wanted.count} {wanted.kind}"
    )
    return replace(pool, requires=replace(pool.requires, accelerator=instead), substitutes=())


def _twice(where: str, names: Iterable[str]) -> Iterator[Problem]:
    for name, count in Counter(names).items():
        if count > 1:
            yield Problem(where, f'"{name}" is there {count} times', "names are unique")


def _ambiguous(models: Iterable[ModelSpec]) -> Iterator[Problem]:
    """What is made for a variant is called after its model and itself; two pairs must not spell the same name."""
    pairs: dict[str, list[str]] = {}
    for model in models:
        for variant in model.variants:
            pairs.setdefault(f"{model.name}-{variant.name}", []).append(f"{model.name} with {variant.name}")
    for name, spelled in pairs.items():
        if len(set(spelled)) > 1:
            yield Problem("models", f'{" and ".join(spelled)} would both be called "{name}"', "rename a variant")


def _model(where: str, model: ModelSpec, pools: Mapping[str, PoolSpec]) -> Iterator[Problem]:
    names = [variant.name for variant in model.variants]
    yield from _twice(f"{where}.variants", names)
    total = sum(variant.weight for variant in model.variants)
    if total != ALL_PERCENT:
        yield Problem(f"{where}.variants", f"weights add up to {total}, expected {ALL_PERCENT}")
    yield from _shadow(f"{where}.shadow", model, names)
    for index, variant in enumerate(model.variants):
        at = f"{where}.variants[{index}]"
        pool = pools.get(variant.pool)
        if pool is None:
            yield Problem(f"{at}.pool", f'no pool is called "{variant.pool}"', nearest(variant.pool, pools))
            continue
        wanted = pool.requires.accelerator
        offered = min((choice.count for choice in (wanted, *pool.substitutes) if choice), default=0)
        taken = {
            "vcpu": (variant.resources.vcpu, pool.requires.vcpu),
            "memory_gib": (variant.resources.memory_gib, pool.requires.memory_gib),
            "accelerators": (variant.resources.accelerators, offered),
        }
        for field, (asked, there) in taken.items():
            if asked > there:
                what = f"one replica takes {asked}, a node of pool {pool.name} offers {there}"
                yield Problem(f"{at}.resources.{field}", what, "take less, or ask more of the pool's nodes")


def _shadow(where: str, model: ModelSpec, names: list[str]) -> Iterator[Problem]:
    if model.shadow is None:
        return
    shadowed = model.shadow.variant
    if shadowed not in names:
        yield Problem(f"{where}.variant", f'no variant is called "{shadowed}"', nearest(shadowed, names))
    elif any(variant.weight for variant in model.variants if variant.name == shadowed):
        yield Problem(f"{where}.variant", f'"{shadowed}" has live weight', "a shadow's weight is 0")


def _pool_needs(where: str, pool: PoolSpec) -> Iterator[Need]:
    accelerator = pool.requires.accelerator
    asked = {
        (Capability.SPOT, "capacity"): pool.capacity is CapacityKind.SPOT,
        (Capability.SPOT_FALLBACK, "capacity"): pool.capacity is CapacityKind.SPOT_WITH_FALLBACK,
        (Capability.SCALE_TO_ZERO, "nodes.min"): pool.nodes.min == 0,
        (Capability.ARM64, "requires.architecture"): pool.requires.architecture is Architecture.ARM64,
        (Capability.GPU, "requires.accelerator.kind"): accelerator is not None and not accelerator.kind.is_tpu,
        (Capability.TPU, "requires.accelerator.kind"): accelerator is not None and accelerator.kind.is_tpu,
    }
    yield from (Need(capability, f"{where}.{field}") for (capability, field), wanted in asked.items() if wanted)
