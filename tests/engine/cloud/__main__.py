"""A network, a bucket, a cluster and a pool: what the tests of the stand-ins themselves deploy."""

import pulumi
import pulumi_aws as aws
import pulumi_kubernetes as kubernetes

ROLE = "arn:aws:iam::123456789012:role/tests"

config = pulumi.Config()
provider = aws.Provider("aws", region="eu-central-1", skip_credentials_validation=True)
opts = pulumi.ResourceOptions(provider=provider)

network = aws.ec2.Vpc("network", cidr_block=config.get("cidr") or "10.0.0.0/16", tags={"Owner": "tests"}, opts=opts)
subnets = [
    aws.ec2.Subnet(f"subnet-{zone}", vpc_id=network.id, cidr_block=f"10.0.{number}.0/24", opts=opts)
    for number, zone in enumerate("ab")
]
bucket = aws.s3.Bucket("models", tags={"Key": pulumi.Output.secret("hush")}, opts=opts)
cluster = aws.eks.Cluster(
    "cluster", role_arn=ROLE, vpc_config={"subnet_ids": [subnet.id for subnet in subnets]}, opts=opts
)
aws.eks.NodeGroup(
    "pool",
    cluster_name=cluster.name,
    node_group_name="pool",
    node_role_arn=ROLE,
    subnet_ids=[subnet.id for subnet in subnets],
    scaling_config={"min_size": 0, "max_size": config.get_int("most") or 2, "desired_size": 1},
    labels={"pool": "cpu"},
    opts=opts,
)

if config.get_bool("inside"):
    inside = pulumi.ResourceOptions(
        provider=kubernetes.Provider(
            "kubernetes",
            kubeconfig=cluster.endpoint.apply(lambda endpoint: f'{{"clusters": [{{"server": "{endpoint}"}}]}}'),
        )
    )
    kubernetes.core.v1.ConfigMap("inside", metadata={"name": "inside"}, data={"a": "b"}, opts=inside)
    kubernetes.core.v1.Service(
        "door",
        metadata={"name": "door"},
        spec={"type": "LoadBalancer", "ports": [{"port": 80}]},
        opts=pulumi.ResourceOptions.merge(inside, pulumi.ResourceOptions(depends_on=[*subnets])),
    )
    kubernetes.helm.v3.Release(
        "chart", chart="oci://registry.example.com/chart", version="1.0.0", namespace="default", opts=inside
    )

pulumi.export("arn", cluster.arn)
pulumi.export("bucket", bucket.id)
pulumi.export("caller", aws.get_caller_identity_output(opts=pulumi.InvokeOptions(provider=provider)).account_id)
