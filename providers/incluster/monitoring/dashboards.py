"""The dashboards of an environment: what models do, and what pools do. Pure: names to JSON text."""

from grafana_foundation_sdk.models import units

from components.cost import HOURS_PER_MONTH
from components.naming import joined
from providers.incluster.monitoring.panels import Line, Row, choice, figure, graph, page
from providers.incluster.monitoring.promql import Selector
from providers.incluster.monitoring.vocabulary import Series

_UID_LENGTH = 40
_TAG = "transship"


def dashboards(environment_name: str, *, accelerators: bool, priced: bool) -> dict[str, str]:
    """Every dashboard by its uid: `accelerators` when their use is measured, `priced` when cost is recorded."""
    models, pools = _uid(environment_name, "models"), _uid(environment_name, "pools")
    return {
        models: models_dashboard(models, environment_name),
        pools: pools_dashboard(pools, environment_name, accelerators=accelerators, priced=priced),
    }


def models_dashboard(uid: str, environment_name: str) -> str:
    """Requests, errors, latency and replicas of each variant."""
    every = Series.REQUESTS.of(environment=environment_name)
    models = choice("model", "Model", f"label_values({every}, model)")
    variants = choice("variant", "Variant", f"label_values({_chosen(every, 'model')}, variant)")

    def of(series: Series) -> Selector:
        return _chosen(series.of(environment=environment_name), "model", "variant")

    def by_variant(title: str, description: str, unit: str, series: Series, *, most: float | None = None):
        line = Line(f"max by (model, variant) ({of(series)})", "{{model}} / {{variant}}")
        return graph(title, description, unit, line, most=most)

    requests, errors = f"sum({of(Series.REQUESTS)})", f"sum({of(Series.ERRORS)})"
    missing = f"sum({of(Series.REPLICAS_UNAVAILABLE)})"
    slowest = f"max({of(Series.LATENCY_P95)})"
    rows = [
        Row(
            "Now",
            [
                figure("Requests", "Answered per second, five-minute average.", units.RequestsPerSecond, requests),
                figure("Errors", "5xx of all requests, five minutes.", units.PercentUnit, f"{errors} / {requests}"),
                figure("Slowest p95", "The slowest variant's 95th percentile.", units.Seconds, slowest),
                figure("Missing replicas", "Wanted and not available.", units.Short, missing),
            ],
        ),
        Row(
            "Traffic",
            [
                by_variant("Requests", "Answered per second.", units.RequestsPerSecond, Series.REQUESTS),
                by_variant("Errors", "5xx, as a share of requests.", units.PercentUnit, Series.ERROR_RATIO, most=1),
            ],
        ),
        Row(
            "Latency",
            [
                by_variant("p50", "Half of the requests are quicker.", units.Seconds, Series.LATENCY_P50),
                by_variant("p95", "95 of 100 requests are quicker.", units.Seconds, Series.LATENCY_P95),
                by_variant("p99", "99 of 100 requests are quicker.", units.Seconds, Series.LATENCY_P99),
            ],
        ),
        Row(
            "Replicas",
            [
                by_variant(
                    "Wanted", "What the autoscaler or the environment asks for.", units.Short, Series.REPLICAS_WANTED
                ),
                by_variant("Missing", "Wanted and not available.", units.Short, Series.REPLICAS_UNAVAILABLE),
            ],
        ),
    ]
    return page(uid, f"{environment_name}: models", [_TAG, environment_name], [models, variants], rows)


def pools_dashboard(uid: str, environment_name: str, *, accelerators: bool, priced: bool) -> str:
    """Nodes of each pool, what is asked of them and used, and what that costs."""
    every = Series.NODES.of(environment=environment_name)
    pools = choice("pool", "Pool", f"label_values({every}, pool)")

    def of(series: Series) -> Selector:
        return _chosen(series.of(environment=environment_name), "pool")

    def by_pool(title: str, description: str, unit: str, series: Series, *, most: float | None = None):
        return graph(title, description, unit, Line(str(of(series)), "{{pool}}"), most=most)

    asked, used = "What pods ask for, as a share of what nodes can give.", "What pods use, as a share of the same."
    rows = [
        Row("Nodes", [by_pool("Nodes", "Nodes there are.", units.Short, Series.NODES)]),
        Row(
            "CPU",
            [
                by_pool("CPU requested", asked, units.PercentUnit, Series.CPU_REQUESTED),
                by_pool("CPU used", used, units.PercentUnit, Series.CPU_USED),
            ],
        ),
        Row(
            "Memory",
            [
                by_pool("Memory requested", asked, units.PercentUnit, Series.MEMORY_REQUESTED),
                by_pool("Memory used", used, units.PercentUnit, Series.MEMORY_USED),
            ],
        ),
    ]
    if accelerators:
        busy = "Share of the time in which devices were busy."
        rows.append(
            Row(
                "Accelerators",
                [
                    by_pool("Devices requested", asked, units.PercentUnit, Series.ACCELERATORS_REQUESTED, most=1),
                    by_pool("Devices used", busy, units.PercentUnit, Series.ACCELERATORS_USED, most=1),
                ],
            )
        )
    if priced:
        monthly = f"sum({of(Series.COST_HOURLY)}) * {HOURS_PER_MONTH}"
        rows.append(
            Row(
                "Cost, by the owner's rates",
                [
                    by_pool("Cost per hour", "What pods ask for, priced.", units.Dollars, Series.COST_HOURLY),
                    figure("A month at this pace", "730 hours at the present rate.", units.Dollars, monthly),
                ],
            )
        )
    return page(uid, f"{environment_name}: pools", [_TAG, environment_name], [pools], rows)


def _chosen(selector: Selector, *labels: str) -> Selector:
    """The selector, narrowed to what the viewer picked in the drop-downs of the same names."""
    for label in labels:
        selector = selector.matching(label, [f"${label}"])
    return selector


def _uid(environment_name: str, subject: str) -> str:
    return joined("transship", environment_name, subject, most=_UID_LENGTH)
