"""Where metrics are kept: an Azure Monitor workspace that the cluster's Prometheus writes what it records to."""

from dataclasses import dataclass

import pulumi
from pulumi_azure_native.managedidentity import UserAssignedIdentity
from pulumi_azure_native.monitor import (
    AzureMonitorWorkspace,
    DataCollectionEndpoint,
    DataCollectionEndpointNetworkAclsArgs,
    DataCollectionRule,
    DataCollectionRuleDataSourcesArgs,
    DataCollectionRuleDestinationsArgs,
    DataFlowArgs,
    MonitoringAccountDestinationArgs,
    PrometheusForwarderDataSourceArgs,
)

from components.results import Native
from providers.azure.foundation import Foundation
from providers.azure.identity import CLIENT_ANNOTATION, IDENTITY_LABEL, ServiceAccount, build_identity
from providers.azure.roles import Role, grant
from providers.incluster.addons import ChartValues

METRICS = "metrics"
_STREAM = "Microsoft-PrometheusMetrics"
_DESTINATION = "workspace"
_API_VERSION = "2023-04-24"
_ACCOUNT = "prometheus"
_RECORDED = "transship:.*"
"""What leaves the cluster: what is recorded for models and pools, not the raw series, which are many and paid for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Metrics:
    """A workspace of metrics.

    Attributes:
        chart_values: what makes the cluster's Prometheus write to it.
    """

    workspace: AzureMonitorWorkspace
    chart_values: ChartValues
    native: Native


def build_metrics(
    parent: pulumi.Resource, name: str, foundation: Foundation, issuer: pulumi.Input[str], namespace: str
) -> Metrics:
    """Creates the workspace, the way into it, and the identity that writes.

    Args:
        parent: gives the children their provider.
        name: what the names of all children start with.
        foundation: where it is created.
        issuer: who vouches for the cluster's service accounts.
        namespace: where Prometheus runs.
    """
    access = foundation.access
    workspace = AzureMonitorWorkspace(
        f"{name}-{METRICS}",
        azure_monitor_workspace_name=access.names.regional(METRICS),
        resource_group_name=foundation.group.name,
        location=access.region,
        tags=access.tags,
        opts=pulumi.ResourceOptions(parent=parent),
    )
    endpoint = _endpoint(parent, f"{name}-{METRICS}-endpoint", foundation)
    rule = _rule(parent, f"{name}-{METRICS}-rule", foundation, workspace, endpoint)
    account = ServiceAccount(issuer=issuer, namespace=namespace, name=_ACCOUNT)
    identity = build_identity(parent, f"{name}-{METRICS}", foundation, METRICS, account)
    writes = grant(
        parent,
        f"{name}-{METRICS}-write",
        access,
        Role.MONITORING_METRICS_PUBLISHER,
        to=identity.principal_id,
        on=rule.id,
    )
    return Metrics(
        workspace=workspace,
        chart_values=writing_values(address(endpoint, rule), identity, access.tenant_id),
        native={
            METRICS: workspace,
            f"{METRICS}-endpoint": endpoint,
            f"{METRICS}-rule": rule,
            f"{METRICS}-write": writes,
        },
    )


def address(endpoint: DataCollectionEndpoint, rule: DataCollectionRule) -> pulumi.Output[str]:
    """Where Prometheus writes to.

    Source: https://learn.microsoft.com/azure/azure-monitor/essentials/prometheus-remote-write-virtual-machines,
    2026-11-21.
    """
    entry = endpoint.metrics_ingestion.apply(lambda known: (known.endpoint if known else None) or "")
    path = f"/streams/{_STREAM}/api/v1/write?api-version={_API_VERSION}"
    return pulumi.Output.concat(entry, "/dataCollectionRules/", rule.immutable_id, path)


def writing_values(url: pulumi.Output[str], identity: UserAssignedIdentity, tenant_id: str) -> ChartValues:
    """Values of kube-prometheus-stack: an account that is the identity, and what it writes where."""
    write = {
        "url": url,
        "azureAd": {"cloud": "AzurePublic", "sdk": {"tenantId": tenant_id}},
        "writeRelabelConfigs": [{"sourceLabels": ["__name__"], "regex": _RECORDED, "action": "keep"}],
    }
    return {
        "prometheus": {
            "serviceAccount": {"name": _ACCOUNT, "annotations": {CLIENT_ANNOTATION: identity.client_id}},
            "prometheusSpec": {"podMetadata": {"labels": dict(IDENTITY_LABEL)}, "remoteWrite": [write]},
        }
    }


def _endpoint(parent: pulumi.Resource, resource_name: str, foundation: Foundation) -> DataCollectionEndpoint:
    access = foundation.access
    return DataCollectionEndpoint(
        resource_name,
        data_collection_endpoint_name=access.names.regional(METRICS, most=44),
        resource_group_name=foundation.group.name,
        location=access.region,
        kind="Linux",
        # Azure Monitor is private only as a whole, by a scope that takes in all of a network's monitoring: its owner's
        # to decide. Whoever writes here has to be the identity all the same.
        network_acls=DataCollectionEndpointNetworkAclsArgs(public_network_access="Enabled"),
        tags=access.tags,
        opts=pulumi.ResourceOptions(parent=parent),
    )


def _rule(
    parent: pulumi.Resource,
    resource_name: str,
    foundation: Foundation,
    workspace: AzureMonitorWorkspace,
    endpoint: DataCollectionEndpoint,
) -> DataCollectionRule:
    access = foundation.access
    return DataCollectionRule(
        resource_name,
        data_collection_rule_name=access.names.regional(METRICS),
        resource_group_name=foundation.group.name,
        location=access.region,
        kind="Linux",
        data_collection_endpoint_id=endpoint.id,
        data_sources=DataCollectionRuleDataSourcesArgs(
            prometheus_forwarder=[PrometheusForwarderDataSourceArgs(name="prometheus", streams=[_STREAM])]
        ),
        destinations=DataCollectionRuleDestinationsArgs(
            monitoring_accounts=[MonitoringAccountDestinationArgs(name=_DESTINATION, account_resource_id=workspace.id)]
        ),
        data_flows=[DataFlowArgs(streams=[_STREAM], destinations=[_DESTINATION])],
        tags=access.tags,
        opts=pulumi.ResourceOptions(parent=parent),
    )
