"""The namespace that models are served in: restricted pods, refused traffic, the registry's keys."""

from dataclasses import dataclass

import pulumi
from pulumi_kubernetes.core.v1 import Namespace, Secret
from pulumi_kubernetes.meta.v1 import ObjectMetaArgs

from components.naming import joined, managed
from components.results import Native
from providers.incluster.names import STORE_SECRET
from providers.incluster.network import Neighbours, build_policies

NAMESPACE = "namespace"
STORE = "store"


@dataclass(frozen=True, slots=True, kw_only=True)
class NamespaceResult:
    """The namespace, by name, and what is in it."""

    name: pulumi.Output[str]
    native: Native


def pod_security_labels(level: str) -> dict[str, str]:
    """What makes the API server hold a namespace's pods to a level of the Pod Security Standards.

    Source: https://kubernetes.io/docs/concepts/security/pod-security-admission/, 2026-11-21.
    """
    return {
        f"pod-security.kubernetes.io/{mode}{suffix}": value
        for mode in ("enforce", "audit", "warn")
        for suffix, value in (("", level), ("-version", "latest"))
    }


def build_namespace(
    parent: pulumi.Resource, name: str, environment_name: str, neighbours: Neighbours
) -> NamespaceResult:
    """Creates the serving namespace of an environment. Called once, by a target's `build_cluster`."""
    namespace = Namespace(
        f"{name}-{NAMESPACE}",
        metadata=ObjectMetaArgs(
            name=joined("transship", environment_name),
            labels={**managed(environment_name), **pod_security_labels("restricted")},
        ),
        opts=pulumi.ResourceOptions(parent=parent),
    )
    inside = namespace.metadata.name
    native: dict[str, pulumi.Resource] = {NAMESPACE: namespace}
    native |= build_policies(parent, name, environment_name, inside, neighbours)
    if secrets := neighbours.store.secrets:
        native[STORE] = Secret(
            f"{name}-{STORE}",
            metadata=ObjectMetaArgs(name=STORE_SECRET, namespace=inside, labels=managed(environment_name)),
            string_data=dict(secrets),
            opts=pulumi.ResourceOptions(parent=parent),
        )
    return NamespaceResult(name=inside, native=native)
