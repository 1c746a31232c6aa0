"""What a stack left in a cluster, as kubectl sees it."""

import json

from lab.cluster import Cluster
from lab.cluster.kubectl import kubectl_of

KINDS = (
    "namespaces,deployments,services,secrets,networkpolicies,resourcequotas,serviceaccounts,configmaps,"
    "gateways,httproutes,podmonitors,prometheusrules,priorityclasses"
)
OURS = "app.kubernetes.io/managed-by=transship"


def ours(cluster: Cluster) -> set[str]:
    """Every object that carries our label, as `kind/name`."""
    said = kubectl_of(cluster).run("get", KINDS, "--all-namespaces", f"--selector={OURS}", "--output=json")
    return {f"{item['kind']}/{item['metadata']['name']}" for item in json.loads(said)["items"]}
