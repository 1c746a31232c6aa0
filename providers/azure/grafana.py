"""An Azure Managed Grafana over the environment's metrics, for whoever wants one outside the cluster."""

from collections.abc import Sequence

import pulumi
from pulumi_azure_native.dashboard import (
    AzureMonitorWorkspaceIntegrationArgs,
    Grafana,
    GrafanaIntegrationsArgs,
    ManagedGrafanaPropertiesArgs,
    ManagedServiceIdentityArgs,
    ResourceSkuArgs,
)

from providers.azure.foundation import Foundation
from providers.azure.metrics import Metrics
from providers.azure.roles import Role, grant, grant_people

GRAFANA = "grafana"
_NAME_LENGTH = 23
_MAJOR_VERSION = "11"


def build_grafana(
    parent: pulumi.Resource, name: str, foundation: Foundation, metrics: Metrics, administrator_groups: Sequence[str]
) -> Grafana:
    """Creates a Grafana that reads the workspace as itself, and that the administrators log in to by Entra."""
    access = foundation.access
    made = Grafana(
        f"{name}-{GRAFANA}",
        workspace_name=access.names.regional(most=_NAME_LENGTH),
        resource_group_name=foundation.group.name,
        location=access.region,
        sku=ResourceSkuArgs(name="Standard"),
        identity=ManagedServiceIdentityArgs(type="SystemAssigned"),
        properties=ManagedGrafanaPropertiesArgs(
            api_key="Disabled",
            grafana_major_version=_MAJOR_VERSION,
            zone_redundancy="Enabled",
            grafana_integrations=GrafanaIntegrationsArgs(
                azure_monitor_workspace_integrations=[
                    AzureMonitorWorkspaceIntegrationArgs(azure_monitor_workspace_resource_id=metrics.workspace.id)
                ]
            ),
        ),
        tags=access.tags,
        opts=pulumi.ResourceOptions(parent=parent),
    )
    principal = made.identity.apply(lambda known: known.principal_id if known else "")
    grant(parent, f"{name}-{GRAFANA}-read", access, Role.MONITORING_DATA_READER, to=principal, on=metrics.workspace.id)
    administrators = f"{name}-{GRAFANA}-administer"
    grant_people(parent, administrators, access, Role.GRAFANA_ADMIN, groups=administrator_groups, on=made.id)
    return made
