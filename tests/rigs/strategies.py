"""Valid environments of every kind, for property tests."""

from hypothesis import strategies as st

from components.specs import CapacityKind, Environment, Replicas, Runtime, RuntimeKind, ShadowSpec
from tests.rigs.environments import cpu_pool, environment, model, variant


def runtimes() -> st.SearchStrategy[Runtime]:
    """Every kind of model server, with its own image or, for a custom one, ours."""
    own = st.builds(
        Runtime,
        kind=st.just(RuntimeKind.CUSTOM),
        image=st.just("registry.example.com/own@sha256:" + "0" * 64),
        port=st.integers(1024, 65535),
        ready_path=st.just("/ready"),
    )
    known = [kind for kind in RuntimeKind if kind is not RuntimeKind.CUSTOM]
    return st.builds(Runtime, kind=st.sampled_from(known)) | own


@st.composite
def replicas(draw: st.DrawFn) -> Replicas:
    """Fixed or growing, from zero or not."""
    low = draw(st.integers(0, 5))
    if low and draw(st.booleans()):
        return Replicas(min=low, max=low)
    if low and draw(st.booleans()):
        return Replicas(min=low, max=low + 3, target_cpu_percent=draw(st.integers(1, 100)))
    return Replicas(min=low, max=low + 3, target_requests_per_second=draw(st.integers(1, 1000)))


@st.composite
def environments(draw: st.DrawFn) -> Environment:
    """One pool of any capacity, one model with weights, and perhaps a shadow."""
    weight = draw(st.integers(1, 99))
    variants = (
        variant(runtime=draw(runtimes()), replicas=draw(replicas()), weight=weight),
        variant(name="rest", weight=100 - weight),
        variant(name="listener", weight=0),
    )
    shadow = ShadowSpec(variant="listener", percent=7) if draw(st.booleans()) else None
    pool = cpu_pool(capacity=draw(st.sampled_from(CapacityKind)))
    return environment(pools=(pool,), models=(model(variants=variants, shadow=shadow),))
