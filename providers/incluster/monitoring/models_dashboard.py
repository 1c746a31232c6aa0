"""The dashboard of models: requests, errors, latency and replicas of each variant. Pure."""

from dataclasses import dataclass

from grafana_foundation_sdk.builders.timeseries import Panel
from grafana_foundation_sdk.models import units

from providers.incluster.monitoring.panels import TAG, Line, Row, choice, chosen, figure, graph, page
from providers.incluster.monitoring.promql import Selector
from providers.incluster.monitoring.vocabulary import Series


@dataclass(frozen=True, slots=True)
class ModelsDashboard:
    """What the models of one environment do."""

    environment_name: str

    def page(self, uid: str) -> str:
        """The dashboard as JSON text."""
        # Replicas are known before the first request, and of models that sleep.
        known = Series.REPLICAS_WANTED.of(environment=self.environment_name)
        choices = [
            choice("model", "Model", f"label_values({known}, model)"),
            choice("variant", "Variant", f"label_values({chosen(known, 'model')}, variant)"),
        ]
        rows = [self._now(), self._traffic(), self._latency(), self._replicas()]
        return page(uid, f"{self.environment_name}: models", [TAG, self.environment_name], choices, rows)

    def _of(self, series: Series) -> Selector:
        return chosen(series.of(environment=self.environment_name), "model", "variant")

    def _by_variant(self, title: str, description: str, unit: str, series: Series) -> Panel:
        line = Line(f"max by (model, variant) ({self._of(series)})", "{{model}} / {{variant}}")
        return graph(title, description, unit, line)

    def _now(self) -> Row:
        requests, errors = f"sum({self._of(Series.REQUESTS)})", f"sum({self._of(Series.ERRORS)})"
        share, missing = f"{errors} / ({requests} > 0)", f"sum({self._of(Series.REPLICAS_UNAVAILABLE)})"
        slowest = f"max({self._of(Series.LATENCY_P95)})"
        return Row(
            "Now",
            [
                figure("Requests", "Answered per second, five-minute average.", units.RequestsPerSecond, requests),
                figure("Errors", "5xx, as a share of requests.", units.PercentUnit, share),
                figure("Slowest p95", "The 95th percentile of the slowest variant.", units.Seconds, slowest),
                figure("Missing replicas", "Wanted and not available.", units.Short, missing),
            ],
        )

    def _traffic(self) -> Row:
        return Row(
            "Traffic",
            [
                self._by_variant("Requests", "Answered per second.", units.RequestsPerSecond, Series.REQUESTS),
                self._by_variant("Errors", "5xx, as a share of requests.", units.PercentUnit, Series.ERROR_RATIO),
            ],
        )

    def _latency(self) -> Row:
        return Row(
            "Latency",
            [
                self._by_variant("p50", "Half of the requests are quicker.", units.Seconds, Series.LATENCY_P50),
                self._by_variant("p95", "95 of 100 requests are quicker.", units.Seconds, Series.LATENCY_P95),
                self._by_variant("p99", "99 of 100 requests are quicker.", units.Seconds, Series.LATENCY_P99),
            ],
        )

    def _replicas(self) -> Row:
        return Row(
            "Replicas",
            [
                self._by_variant("Wanted", "What there should be.", units.Short, Series.REPLICAS_WANTED),
                self._by_variant("Missing", "Wanted and not available.", units.Short, Series.REPLICAS_UNAVAILABLE),
            ],
        )
