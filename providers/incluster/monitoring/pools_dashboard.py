"""The dashboard of pools: nodes, what is asked of them and used, and what that costs. Pure."""

from dataclasses import dataclass

from grafana_foundation_sdk.builders.timeseries import Panel
from grafana_foundation_sdk.models import units

from components.cost import HOURS_PER_MONTH
from providers.incluster.monitoring.panels import TAG, Line, Row, choice, chosen, figure, graph, page
from providers.incluster.monitoring.promql import Selector
from providers.incluster.monitoring.vocabulary import Series

_ASKED = "What pods ask for, as a share of what the nodes can give."
_USED = "What pods use, as a share of what the nodes can give."


@dataclass(frozen=True, slots=True)
class PoolsDashboard:
    """What the pools of one environment do.

    Attributes:
        accelerators: whether a pool has devices whose use is measured.
        priced: whether the owner's rates are known, so that cost is recorded.
    """

    environment_name: str
    accelerators: bool
    priced: bool

    def page(self, uid: str) -> str:
        """The dashboard as JSON text."""
        known = Series.NODES.of(environment=self.environment_name)
        choices = [choice("pool", "Pool", f"label_values({known}, pool)")]
        rows = [
            Row("Nodes", [self._by_pool("Nodes", "Nodes there are.", units.Short, Series.NODES)]),
            self._shares("CPU", Series.CPU_REQUESTED, Series.CPU_USED),
            self._shares("Memory", Series.MEMORY_REQUESTED, Series.MEMORY_USED),
        ]
        if self.accelerators:
            rows.append(self._shares("Accelerators", Series.ACCELERATORS_REQUESTED, Series.ACCELERATORS_USED))
        if self.priced:
            rows.append(self._cost())
        return page(uid, f"{self.environment_name}: pools", [TAG, self.environment_name], choices, rows)

    def _of(self, series: Series) -> Selector:
        return chosen(series.of(environment=self.environment_name), "pool")

    def _by_pool(self, title: str, description: str, unit: str, series: Series) -> Panel:
        return graph(title, description, unit, Line(str(self._of(series)), "{{pool}}"))

    def _shares(self, title: str, asked: Series, used: Series) -> Row:
        return Row(
            title,
            [
                self._by_pool(f"{title} requested", _ASKED, units.PercentUnit, asked),
                self._by_pool(f"{title} used", _USED, units.PercentUnit, used),
            ],
        )

    def _cost(self) -> Row:
        monthly = f"sum({self._of(Series.COST_HOURLY)}) * {HOURS_PER_MONTH}"
        return Row(
            "Cost, by the owner's rates",
            [
                self._by_pool("Cost per hour", "What the pool costs now.", units.Dollars, Series.COST_HOURLY),
                figure("A month at this pace", f"{HOURS_PER_MONTH} hours like this one.", units.Dollars, monthly),
            ],
        )
