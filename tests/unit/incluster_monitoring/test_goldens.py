"""One dashboard and one rule file as a person reviewed them; what they must hold is asserted by name elsewhere."""

import yaml

from providers.incluster.monitoring.dashboards import dashboards
from tests.rigs.goldens import assert_golden
from tests.unit.incluster_monitoring.watched import recorded, spec_of


def test_the_dashboard_of_models() -> None:
    text = dashboards("prod", accelerators=True, priced=True)["transship-prod-models"]
    assert_golden("monitoring/models-dashboard.json", text + "\n")


def test_the_rules() -> None:
    spec = spec_of(recorded(), "PrometheusRule", "monitoring-rules")
    assert_golden("monitoring/rules.yaml", yaml.safe_dump(spec, sort_keys=True, width=120))
