"""The dashboards of an environment, by uid. Pure: names to JSON text."""

from components.naming import joined
from providers.incluster.monitoring.models_dashboard import ModelsDashboard
from providers.incluster.monitoring.pools_dashboard import PoolsDashboard

_UID_LENGTH = 40
"""As long as Grafana lets a uid be.

Source: https://grafana.com/docs/grafana/latest/developers/http_api/dashboard/ (2026-11-21).
"""


def dashboards(environment_name: str, *, accelerators: bool, priced: bool) -> dict[str, str]:
    """Every dashboard's JSON by its uid: `accelerators` when their use is measured, `priced` when cost is recorded."""
    models, pools = _uid(environment_name, "models"), _uid(environment_name, "pools")
    return {
        models: ModelsDashboard(environment_name).page(models),
        pools: PoolsDashboard(environment_name, accelerators=accelerators, priced=priced).page(pools),
    }


def _uid(environment_name: str, subject: str) -> str:
    return joined("transship", environment_name, subject, most=_UID_LENGTH)
