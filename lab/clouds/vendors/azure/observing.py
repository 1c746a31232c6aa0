"""What watches an environment: logs, managed Prometheus and Grafana, alerts, budgets."""

from collections.abc import Iterator, Mapping
from typing import Final

from lab.clouds.values import Properties, Value
from lab.clouds.vendor import Existing, Failure
from lab.clouds.vendors import rules
from lab.clouds.vendors.azure.arm import arm, guid, merged
from lab.clouds.vendors.kinds import Kind, Made, paths

_ENDPOINT: Final = "azure-native:monitor:DataCollectionEndpoint"
_KEPT_DAYS: Final = range(30, 731)


def _kept(inputs: Properties, existing: Existing) -> Iterator[Failure]:
    """Source: https://learn.microsoft.com/azure/azure-monitor/logs/data-retention-configure, 2026-11-21."""
    del existing
    days = inputs.get("retentionInDays")
    if isinstance(days, int) and days not in _KEPT_DAYS:
        yield Failure("retentionInDays", f"is {days}, not between 30 and 730")


def _host(made: Made, service: str) -> Value:
    name = made.text("{dataCollectionEndpointName}").lower()
    return {"endpoint": made.text(f"https://{name}-{{fresh:4}}.{{location}}-1.{service}.monitor.azure.com")}


def _query(made: Made) -> Value:
    name = made.text("{azureMonitorWorkspaceName}").lower()
    endpoint = made.text(f"https://{name}-{{fresh:4}}.{{location}}.prometheus.monitor.azure.com")
    return {"prometheusQueryEndpoint": endpoint, "internalId": made.text("mac_{fresh}")}


def _ingestion(made: Made) -> Value:
    managed = made.text(
        "/subscriptions/{subscription}/resourceGroups/MA_{azureMonitorWorkspaceName}_{location}_managed"
        "/providers/Microsoft.Insights/"
    )
    name = made.text("{azureMonitorWorkspaceName}")
    return {
        "dataCollectionEndpointResourceId": f"{managed}dataCollectionEndpoints/{name}",
        "dataCollectionRuleResourceId": f"{managed}dataCollectionRules/{name}",
    }


def _grafana(made: Made) -> Mapping[str, Value]:
    endpoint = made.text("https://{workspaceName}-{fresh:12}.{location}.grafana.azure.com")
    return {"endpoint": endpoint, "grafanaVersion": "11.2.0", "provisioningState": "Succeeded"}


def _budget(module: str) -> Kind:
    return arm(
        f"{module}:Budget",
        "/providers/Microsoft.Consumption/budgets/{budgetName}",
        scope="{scope}",
        naming=r"[A-Za-z0-9_-]{1,63}",
        replaced_by=paths("category timeGrain"),
    )


KINDS: Final = (
    arm(
        "operationalinsights:Workspace",
        "Microsoft.OperationalInsights/workspaces/{workspaceName}",
        naming=r"[A-Za-z0-9][A-Za-z0-9-]{2,61}[A-Za-z0-9]",
        outputs={"customerId": guid("customer"), "createdDate": "2026-01-01T00:00:00Z"},
        checks=(_kept,),
    ),
    arm(
        "monitor:AzureMonitorWorkspace",
        "Microsoft.Monitor/accounts/{azureMonitorWorkspaceName}",
        naming=r"(?!-)[A-Za-z0-9-]{3,43}[A-Za-z0-9]",
        outputs={"accountId": guid("account"), "metrics": _query, "defaultIngestionSettings": _ingestion},
    ),
    arm(
        "monitor:DiagnosticSetting",
        "/providers/Microsoft.Insights/diagnosticSettings/{name}",
        scope="{resourceUri}",
        naming=r"[^*<>%&:\\?+/]{1,260}",
    ),
    arm(
        "monitor:ActionGroup",
        "Microsoft.Insights/actionGroups/{actionGroupName}",
        naming=r"[^:<>+/&%\\?|]{0,259}[^:<>+/&%\\?| .]",
        checks=(rules.named("groupShortName", r".{1,12}", "short names have 1 to 12 characters"),),
    ),
    arm(
        "monitor:DataCollectionEndpoint",
        "Microsoft.Insights/dataCollectionEndpoints/{dataCollectionEndpointName}",
        naming=r"[A-Za-z0-9][A-Za-z0-9-]{1,42}[A-Za-z0-9]",
        outputs={
            "immutableId": "dce-{fresh}",
            "metricsIngestion": lambda made: _host(made, "metrics.ingest"),
            "logsIngestion": lambda made: _host(made, "ingest"),
            "configurationAccess": lambda made: _host(made, "handler.control"),
        },
    ),
    arm(
        "monitor:DataCollectionRule",
        "Microsoft.Insights/dataCollectionRules/{dataCollectionRuleName}",
        naming=r"[A-Za-z0-9][\w-]{0,62}[A-Za-z0-9]",
        outputs={"immutableId": "dcr-{fresh}"},
        needs={"dataCollectionEndpointId": _ENDPOINT},
    ),
    arm(
        "monitor:DataCollectionRuleAssociation",
        "/providers/Microsoft.Insights/dataCollectionRuleAssociations/{associationName}",
        scope="{resourceUri}",
        needs={
            "dataCollectionRuleId": "azure-native:monitor:DataCollectionRule",
            "dataCollectionEndpointId": _ENDPOINT,
        },
    ),
    arm(
        "alertsmanagement:PrometheusRuleGroup",
        "Microsoft.AlertsManagement/prometheusRuleGroups/{ruleGroupName}",
        naming=r"[^:@/#{}%&+*<>?]{0,259}[^:@/#{}%&+*<>? .]",
    ),
    arm(
        "dashboard:Grafana",
        "Microsoft.Dashboard/grafana/{workspaceName}",
        naming=r"[A-Za-z][A-Za-z0-9-]{0,21}[A-Za-z0-9]",
        outputs={"properties": merged("properties", _grafana)},
    ),
    _budget("consumption"),
    _budget("costmanagement"),
)
