"""What everything else of an environment stands on: its resource group and its log workspace."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
from pulumi_azure_native.monitor import DiagnosticSetting, DiagnosticsLogSettingsArgs
from pulumi_azure_native.operationalinsights import Workspace, WorkspaceFeaturesArgs, WorkspaceSkuArgs
from pulumi_azure_native.resources import ResourceGroup

from providers.azure.access import Access

GROUP = "group"
LOGS = "logs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Foundation:
    """The resource group, and where audit and access logs go."""

    access: Access
    group: ResourceGroup
    logs: Workspace


def build_foundation(parent: pulumi.Resource, name: str, access: Access, log_retention_days: int) -> Foundation:
    """Creates the group and the workspace. Called once, before anything else."""
    opts = pulumi.ResourceOptions(parent=parent)
    group = ResourceGroup(
        f"{name}-{GROUP}",
        resource_group_name=access.names.group,
        location=access.region,
        tags=access.tags,
        opts=opts,
    )
    logs = Workspace(
        f"{name}-{LOGS}",
        resource_group_name=group.name,
        workspace_name=access.names.regional(LOGS),
        location=access.region,
        sku=WorkspaceSkuArgs(name="PerGB2018"),
        retention_in_days=log_retention_days,
        # Keys of the workspace would let anybody write who has seen them; Entra identities are enough.
        features=WorkspaceFeaturesArgs(disable_local_auth=True),
        tags=access.tags,
        opts=opts,
    )
    return Foundation(access=access, group=group, logs=logs)


def log(
    parent: pulumi.Resource,
    resource_name: str,
    foundation: Foundation,
    of: pulumi.Input[str],
    categories: Sequence[str] = (),
    groups: Sequence[str] = (),
) -> DiagnosticSetting:
    """Sends a resource's logs to the workspace, which keeps them for as long as the options say.

    Args:
        parent: gives the setting its provider.
        resource_name: the setting's name.
        foundation: where logs go.
        of: the id of the resource whose logs they are.
        categories: what is logged, by the resource's own names.
        groups: the same by Azure's groups of categories.
    """
    return DiagnosticSetting(
        resource_name,
        name="transship",
        resource_uri=of,
        workspace_id=foundation.logs.id,
        # Tables of their own rather than one for all of Azure: cheaper to keep, quicker to ask.
        log_analytics_destination_type="Dedicated",
        logs=[
            *(DiagnosticsLogSettingsArgs(category=category, enabled=True) for category in categories),
            *(DiagnosticsLogSettingsArgs(category_group=group, enabled=True) for group in groups),
        ],
        opts=pulumi.ResourceOptions(parent=parent),
    )
