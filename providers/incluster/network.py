"""Who may talk to model pods, and whom they may talk to: everything else is refused."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pulumi
from pulumi_kubernetes.meta.v1 import LabelSelectorArgs, LabelSelectorRequirementArgs, ObjectMetaArgs
from pulumi_kubernetes.networking.v1 import (
    IPBlockArgs,
    NetworkPolicy,
    NetworkPolicyEgressRuleArgs,
    NetworkPolicyIngressRuleArgs,
    NetworkPolicyPeerArgs,
    NetworkPolicyPortArgs,
    NetworkPolicySpecArgs,
)

from components.naming import MODEL_LABEL, managed
from components.results import ModelStore
from providers.incluster.names import HTTP_PORT, METRICS_PORT

_NAMESPACE_NAME = "kubernetes.io/metadata.name"
_DNS_PORT = 53
_NODE_LOCAL_DNS = "169.254.20.10/32"
"""Where NodeLocal DNSCache listens. Source: https://kubernetes.io/docs/tasks/administer-cluster/nodelocaldns/"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbours:
    """Whom model pods have to do with.

    Attributes:
        gateway: the namespace whose pods send requests.
        monitoring: the namespace whose pods scrape metrics.
        store: where versions are pulled from.
    """

    gateway: str
    monitoring: str
    store: ModelStore


def build_policies(
    parent: pulumi.Resource, name: str, environment_name: str, namespace: pulumi.Input[str], neighbours: Neighbours
) -> dict[str, pulumi.Resource]:
    """Creates the namespace's policies: one that denies everything, and one for each thing that is allowed."""
    return {
        f"policy-{suffix}": NetworkPolicy(
            f"{name}-policy-{suffix}",
            metadata=ObjectMetaArgs(name=suffix, namespace=namespace, labels=managed(environment_name)),
            spec=spec,
            opts=pulumi.ResourceOptions(parent=parent),
        )
        for suffix, spec in _policies(neighbours)
    }


def _policies(neighbours: Neighbours) -> Iterator[tuple[str, NetworkPolicySpecArgs]]:
    everything = LabelSelectorArgs()
    models = LabelSelectorArgs(match_expressions=[LabelSelectorRequirementArgs(key=MODEL_LABEL, operator="Exists")])
    yield "deny-all", NetworkPolicySpecArgs(pod_selector=everything, policy_types=["Ingress", "Egress"])
    yield "allow-dns", _egress(everything, [_namespace("kube-system"), _address(_NODE_LOCAL_DNS)], _dns())
    store = neighbours.store
    peers = [_namespace(store.namespace)] if store.namespace else []
    yield "allow-registry", _egress(models, peers, [_tcp(store.port)])
    for address in store.credentials:
        yield f"allow-credentials-{address.port}", _egress(models, [_address(address.block)], [_tcp(address.port)])
    yield "allow-gateway", _ingress(models, neighbours.gateway, [_tcp(HTTP_PORT), _tcp(METRICS_PORT)])
    yield "allow-monitoring", _ingress(models, neighbours.monitoring, [_tcp(METRICS_PORT)])


def _egress(
    pods: LabelSelectorArgs, peers: Sequence[NetworkPolicyPeerArgs], ports: Sequence[NetworkPolicyPortArgs]
) -> NetworkPolicySpecArgs:
    # A policy knows addresses and pods, no host names: a store outside the cluster is told by its port alone.
    rule = NetworkPolicyEgressRuleArgs(to=peers or None, ports=ports)
    return NetworkPolicySpecArgs(pod_selector=pods, policy_types=["Egress"], egress=[rule])


def _ingress(pods: LabelSelectorArgs, namespace: str, ports: Sequence[NetworkPolicyPortArgs]) -> NetworkPolicySpecArgs:
    rule = NetworkPolicyIngressRuleArgs(from_=[_namespace(namespace)], ports=ports)
    return NetworkPolicySpecArgs(pod_selector=pods, policy_types=["Ingress"], ingress=[rule])


def _namespace(name: str) -> NetworkPolicyPeerArgs:
    return NetworkPolicyPeerArgs(namespace_selector=LabelSelectorArgs(match_labels={_NAMESPACE_NAME: name}))


def _address(block: str) -> NetworkPolicyPeerArgs:
    return NetworkPolicyPeerArgs(ip_block=IPBlockArgs(cidr=block))


def _tcp(port: int | str) -> NetworkPolicyPortArgs:
    return NetworkPolicyPortArgs(protocol="TCP", port=port)


def _dns() -> list[NetworkPolicyPortArgs]:
    return [NetworkPolicyPortArgs(protocol=protocol, port=_DNS_PORT) for protocol in ("UDP", "TCP")]
