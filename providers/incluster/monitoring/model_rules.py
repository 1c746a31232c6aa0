"""Recording rules of served models: from each runtime's own metrics to the vocabulary. Pure."""

from collections.abc import Iterator

from components.specs import Environment, ModelSpec, RuntimeKind, VariantSpec
from providers.incluster.monitoring.promql import Selector, rate, total
from providers.incluster.monitoring.rule import RecordingRule, RuleGroup
from providers.incluster.monitoring.sources import SOURCES, Histogram, Summary
from providers.incluster.monitoring.vocabulary import Series
from providers.incluster.names import workload_name

_VARIANT = "model, variant"
_QUANTILES = {Series.LATENCY_P50: "0.5", Series.LATENCY_P95: "0.95", Series.LATENCY_P99: "0.99"}


def model_rules(environment_name: str, environment: Environment, namespace: str) -> Iterator[RuleGroup]:
    """One group for each runtime in use, one for the replicas; none without models."""
    if not environment.models:
        return
    kinds = {variant.runtime.kind for model in environment.models for variant in model.variants}
    for kind in sorted(kinds):
        yield RuleGroup(f"transship-{environment_name}-{kind}", list(_runtime_rules(environment_name, kind)))
    replicas = [
        rule
        for model in environment.models
        for variant in model.variants
        for rule in _replica_rules(environment_name, namespace, model, variant)
    ]
    yield RuleGroup(f"transship-{environment_name}-replicas", replicas)


def _runtime_rules(environment_name: str, kind: RuntimeKind) -> Iterator[RecordingRule]:
    source = SOURCES[kind]
    # Set on every sample too, so that no two rules write the same series while a variant changes its runtime.
    here = {"environment": environment_name, "runtime": kind.value}

    def rates(counters: tuple[Selector, ...], window: str) -> str:
        return total([rate(counter.where(**here), window) for counter in counters], _VARIANT)

    requests, errors = Series.REQUESTS.of(**here), Series.ERRORS.of(**here)
    yield RecordingRule(Series.REQUESTS_1M, rates(source.requests, "1m"), here)
    yield RecordingRule(Series.REQUESTS, rates(source.requests, "5m"), here)
    # A server that never failed may not export its error counter yet: requests without errors are 0 errors.
    yield RecordingRule(Series.ERRORS, f"{rates(source.errors, '5m')} or 0 * max by ({_VARIANT}) ({requests})", here)
    yield RecordingRule(Series.ERROR_RATIO, f"{errors} / ({requests} > 0)", here)
    for series, quantile in _QUANTILES.items():
        yield RecordingRule(series, _quantile(source.latency, quantile, here), here)


def _quantile(latency: Histogram | Summary, quantile: str, here: dict[str, str]) -> str:
    match latency:
        case Histogram(buckets, per_second):
            found = f"histogram_quantile({quantile}, {total([rate(buckets.where(**here), '5m')], f'le, {_VARIANT}')})"
        case Summary(quantiles, per_second):
            found = f"max by ({_VARIANT}) ({quantiles.where(**here, quantile=quantile)})"
    seconds = found if per_second == 1 else f"{found} / {per_second}"
    # Without requests a quantile is NaN, and NaN drawn or compared says nothing: the comparison drops it.
    return f"{seconds} >= 0"


def _replica_rules(
    environment_name: str, namespace: str, model: ModelSpec, variant: VariantSpec
) -> Iterator[RecordingRule]:
    labels = {"environment": environment_name, "model": model.name, "variant": variant.name}
    workload = {"namespace": namespace, "deployment": workload_name(model.name, variant.name)}
    # `max` rather than `sum`: two instances of kube-state-metrics tell of the same Deployment.
    wanted = f"max({Selector('kube_deployment_spec_replicas').where(**workload)})"
    available = f"max({Selector('kube_deployment_status_replicas_available').where(**workload)})"
    yield RecordingRule(Series.REPLICAS_WANTED, wanted, labels)
    yield RecordingRule(Series.REPLICAS_UNAVAILABLE, f"clamp_min({wanted} - {available}, 0)", labels)
