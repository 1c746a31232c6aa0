"""What in a plan the internet could reach: one rule for each resource type that has a switch for it.

A rule says what a resource must declare. A type that is left out has nothing to switch; what names `everybody` in any
policy or grant is looked for in all of them.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from transship.plan.recorder import Recorded, Recording

Inputs = Mapping[str, Any]
Rule = Callable[[Inputs], bool]

ANYWHERE = ("0.0.0.0/0", "::/0")
EVERYBODY = ("allUsers", "allAuthenticatedUsers")


def _none_from_anywhere(*ranges: str) -> bool:
    return not set(ranges) & set(ANYWHERE)


def _rule_ranges(inputs: Inputs) -> list[str]:
    rules = inputs.get("ingress", [inputs] if inputs.get("type") == "ingress" else [])
    return [block for rule in rules for block in (*rule.get("cidrBlocks", ()), *rule.get("ipv6CidrBlocks", ()))]


CLOSED: Mapping[str, Rule] = {
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": lambda inputs: all(
        inputs.get(switch) is True
        for switch in ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")
    ),
    "aws:eks/cluster:Cluster": lambda inputs: inputs["vpcConfig"]["endpointPublicAccess"] is False,
    "aws:ec2/securityGroup:SecurityGroup": lambda inputs: _none_from_anywhere(*_rule_ranges(inputs)),
    "aws:ec2/securityGroupRule:SecurityGroupRule": lambda inputs: _none_from_anywhere(*_rule_ranges(inputs)),
    "aws:ec2/subnet:Subnet": lambda inputs: not inputs.get("mapPublicIpOnLaunch"),
    "azure-native:storage:StorageAccount": lambda inputs: (
        inputs["allowBlobPublicAccess"] is False and inputs["publicNetworkAccess"] == "Disabled"
    ),
    "azure-native:containerregistry:Registry": lambda inputs: (
        inputs["adminUserEnabled"] is False and inputs["publicNetworkAccess"] == "Disabled"
    ),
    "azure-native:keyvault:Vault": lambda inputs: inputs["properties"]["publicNetworkAccess"].lower() == "disabled",
    "azure-native:containerservice:ManagedCluster": lambda inputs: (
        inputs["apiServerAccessProfile"]["enablePrivateCluster"] is True and inputs["disableLocalAccounts"] is True
    ),
    "azure-native:containerservice:AgentPool": lambda inputs: not inputs.get("enableNodePublicIP"),
    "gcp:storage/bucket:Bucket": lambda inputs: (
        inputs["publicAccessPrevention"] == "enforced" and inputs["uniformBucketLevelAccess"] is True
    ),
    "gcp:container/cluster:Cluster": lambda inputs: (
        inputs["privateClusterConfig"]["enablePrivateNodes"] is True
        and inputs["privateClusterConfig"]["enablePrivateEndpoint"] is True
    ),
    "gcp:container/nodePool:NodePool": lambda inputs: inputs["networkConfig"]["enablePrivateNodes"] is True,
    "gcp:compute/firewall:Firewall": lambda inputs: _none_from_anywhere(*inputs.get("sourceRanges", ())),
    "kubernetes:core/v1:Service": lambda inputs: inputs["spec"].get("type", "ClusterIP") == "ClusterIP",
}


def exposed(recording: Recording) -> Iterator[str]:
    """The resources of a plan that are open, or grant something to everybody, each with its type."""
    for resource in recording.resources:
        rule = CLOSED.get(resource.type)
        if (rule and not rule(resource.inputs)) or _grants_everybody(resource):
            yield f"{resource.type} {resource.name}"


def _grants_everybody(resource: Recorded) -> bool:
    if any(f'"{name}"' in json.dumps(resource.inputs) for name in EVERYBODY):
        return True
    documents = [value for value in resource.inputs.values() if isinstance(value, str) and '"Statement"' in value]
    statements = [statement for document in documents for statement in json.loads(document)["Statement"]]
    return any(
        statement["Effect"] == "Allow"
        and statement.get("Principal") in ("*", {"AWS": "*"})
        and not statement.get("Condition")
        for statement in statements
    )
