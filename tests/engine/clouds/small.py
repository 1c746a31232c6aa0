"""A cloud small enough to know by heart: `python -m tests.engine.clouds.small <version> [engine]` serves it as `aws`.

The vendors' real models are tested for themselves; this one lets the server's tests say what it is.
"""

# The protocol says what each method is for.
# ruff: noqa: D102

import sys
from collections.abc import Iterable, Mapping, Sequence

from lab.clouds.plugin import run
from lab.clouds.values import UNKNOWN, Properties, Value, at
from lab.clouds.vendor import (
    AutoName,
    Existing,
    Failure,
    Node,
    Reference,
    Seconds,
    Side,
    Trouble,
    UnknownTypeError,
)

VPC = "aws:ec2/vpc:Vpc"
SUBNET = "aws:ec2/subnet:Subnet"
BUCKET = "aws:s3/bucket:Bucket"
CLUSTER = "aws:eks/cluster:Cluster"
POOL = "aws:eks/nodeGroup:NodeGroup"

REPLACING = {
    VPC: {"cidrBlock"},
    SUBNET: {"cidrBlock", "vpcId"},
    BUCKET: {"bucket"},
    CLUSTER: {"name", "vpcConfig.subnetIds"},
    POOL: {"nodeGroupName", "clusterName", "subnetIds"},
}
MOST_NODES = 100


class Small:
    """Five types."""

    name = "aws"
    handles: Sequence[str] = ("arn",)

    def tokens(self) -> Iterable[str]:
        return REPLACING

    def auto_name(self, token: str) -> AutoName | None:
        named = {
            BUCKET: AutoName(property="bucket", lower=True),
            CLUSTER: AutoName(),
            POOL: AutoName(property="nodeGroupName"),
        }
        return named.get(token)

    def normalised(self, token: str, inputs: Properties, configuration: Properties) -> dict[str, Value]:
        return {**inputs, "region": configuration["region"]}

    def failures(self, token: str, inputs: Properties, existing: Existing) -> Sequence[Failure]:
        if token not in REPLACING:
            raise UnknownTypeError(f"the stand-in does not know {token}")
        most = at(inputs, "scalingConfig.maxSize")
        if isinstance(most, int) and most > MOST_NODES:
            return [Failure("scalingConfig.maxSize", f"found {most}", f"at most {MOST_NODES}")]
        return []

    def replaced_by(self, token: str) -> frozenset[str]:
        return frozenset(REPLACING[token])

    def identity(self, token: str, inputs: Properties, configuration: Properties, fresh: str) -> str:
        named = {BUCKET: "bucket", CLUSTER: "name", POOL: "nodeGroupName"}
        return str(inputs[named[token]]) if token in named else f"{token.split('/', maxsplit=1)[0]}-{fresh[:17]}"

    def outputs(
        self, token: str, identity: str, inputs: Properties, configuration: Properties, existing: Existing
    ) -> Mapping[str, Value]:
        return {"arn": f"arn:{identity}", "endpoint": f"https://{identity}.example.com", "token": "a secret"}

    def secret_outputs(self, token: str) -> frozenset[str]:
        return frozenset({"token"})

    def references(self, token: str, inputs: Properties) -> Sequence[Reference]:
        wanted = [("vpcId", VPC), ("clusterName", CLUSTER)]
        single = [(inputs.get(name), kind) for name, kind in wanted]
        lists = (at(inputs, "vpcConfig.subnetIds"), inputs.get("subnetIds"))
        many = [(each, SUBNET) for found in lists if isinstance(found, list) for each in found]
        return [Reference(each, kind) for each, kind in [*single, *many] if isinstance(each, str)]

    def nodes(self, token: str, inputs: Properties, existing: Existing) -> Sequence[Node]:
        if token != POOL or inputs.get("labels") is UNKNOWN:
            return []
        return [Node(name="pool", labels={"pool": "cpu"}, capacity={"cpu": "8", "memory": "32Gi"})]

    def sides(self, manifest: Mapping[str, Value], existing: Existing) -> Sequence[Side]:
        if at(manifest, "spec.type") != "LoadBalancer":
            return []
        subnets = [Reference(each.id, SUBNET) for each in existing.resources(SUBNET)]
        return [Side(token="aws:lb/loadBalancer:LoadBalancer", id="lb-1", references=subnets)]

    def seconds(self, token: str) -> Seconds:
        return Seconds(600 if token == CLUSTER else 1)

    def complaint(self, trouble: Trouble, token: str, subject: str, because_of: str = "") -> str:
        return f"{trouble.name}: {subject} {because_of}".strip()

    def invoke(
        self, token: str, arguments: Properties, configuration: Properties, existing: Existing
    ) -> Mapping[str, Value]:
        if token != "aws:index/getCallerIdentity:getCallerIdentity":
            raise UnknownTypeError(token)
        return {"accountId": "123456789012", "arn": "arn:aws:iam::123456789012:user/tests", "id": "1", "userId": "A"}


VENDOR = Small()

if __name__ == "__main__":
    run(VENDOR, sys.argv[1])
