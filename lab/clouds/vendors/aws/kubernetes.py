"""EKS: clusters, node groups, add-ons, access.

What replaces: `ForceNew` in the Terraform provider that Pulumi's is made of, v6.47.1,
https://github.com/hashicorp/terraform-provider-aws/tree/v6.47.1/internal/service/eks, 2026-11-21.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from lab.clouds.values import UNKNOWN, Properties, Value, at, leaves
from lab.clouds.vendor import AutoName, Existing, Failure
from lab.clouds.vendors import rules
from lab.clouds.vendors.aws.guards import SECURITY_GROUP
from lab.clouds.vendors.aws.network import SUBNET
from lab.clouds.vendors.aws.nodes import node_group_nodes
from lab.clouds.vendors.certificates import authority
from lab.clouds.vendors.kinds import Kind, Made, measured, paths, texts_at

CLUSTER: Final = "aws:eks/cluster:Cluster"

_TEMPLATE: Final = "aws:ec2/launchTemplate:LaunchTemplate"
_NEWEST: Final = "1.35"
_FEWEST_ZONES: Final = 2


def _zones(inputs: Properties, existing: Existing) -> Iterator[Failure]:
    """Source: https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html, 2026-11-21."""
    ids = texts_at(inputs, "vpcConfig.subnetIds")
    found = [existing.find(SUBNET, each) for each in ids]
    # At a first preview the subnets have no ids yet.
    if None in found or UNKNOWN in leaves(at(inputs, "vpcConfig.subnetIds")):
        return
    zones = {str(subnet.outputs.get("availabilityZone")) for subnet in found if subnet}
    if len(zones) < _FEWEST_ZONES:
        yield Failure("vpcConfig.subnetIds", f"subnets in at least two zones are needed, these lie in {len(zones)}")


def _reachable(inputs: Properties, existing: Existing) -> Iterator[Failure]:
    """Source: https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html, 2026-11-21."""
    del existing
    public, private = at(inputs, "vpcConfig.endpointPublicAccess"), at(inputs, "vpcConfig.endpointPrivateAccess")
    if public is False and private is not True:
        yield Failure("vpcConfig.endpointPrivateAccess", "private and public access cannot both be off")
    if public is False and at(inputs, "vpcConfig.publicAccessCidrs"):
        yield Failure("vpcConfig.publicAccessCidrs", "there is no public access that addresses could be allowed for")


def _scaling(inputs: Properties, existing: Existing) -> Iterator[Failure]:
    del existing
    least, wanted, most = (at(inputs, f"scalingConfig.{each}Size") for each in ("min", "desired", "max"))
    if isinstance(least, int) and isinstance(most, int) and least > most:
        yield Failure("scalingConfig.minSize", f"is {least}, more than maxSize {most}")
    elif isinstance(wanted, int) and isinstance(least, int) and isinstance(most, int) and not least <= wanted <= most:
        yield Failure("scalingConfig.desiredSize", f"is {wanted}, not between minSize {least} and maxSize {most}")


def _template_or_not(inputs: Properties, existing: Existing) -> Iterator[Failure]:
    """Source: https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html, 2026-11-21."""
    del existing
    if inputs.get("launchTemplate") is None:
        return
    for place in ("diskSize", "remoteAccess"):
        if inputs.get(place) is not None:
            yield Failure(place, "belongs into the launch template where there is one (InvalidParameterException)")


def _vpc_config(made: Made) -> dict[str, Value]:
    given = made.words.get("vpcConfig")
    config: Mapping[str, Value] = given if isinstance(given, dict) else {}
    subnet = next(iter(texts_at(made.words, "vpcConfig.subnetIds")), "")
    found = made.existing.find(SUBNET, subnet) if made.existing else None
    return {
        "endpointPublicAccess": True,
        "endpointPrivateAccess": False,
        **config,
        "clusterSecurityGroupId": made.text("sg-0{fresh:16}"),
        "vpcId": (found.inputs.get("vpcId") if found else None) or made.text("vpc-0{fresh:16}"),
    }


def _service_range(made: Made) -> dict[str, Value]:
    """Source of the default: https://docs.aws.amazon.com/eks/latest/APIReference/API_KubernetesNetworkConfigRequest.html."""
    given = made.words.get("kubernetesNetworkConfig")
    return {"ipFamily": "ipv4", "serviceIpv4Cidr": "172.20.0.0/16", **(given if isinstance(given, dict) else {})}


def _authority(made: Made) -> dict[str, Value]:
    return {"data": authority(made.text("{arn}" if "arn" in made.words else "{id}"))}


def _version(made: Made) -> str:
    given = made.words.get("version")
    return given if isinstance(given, str) else _NEWEST


KINDS: Final = (
    Kind(
        CLUSTER,
        model="eks.CreateCluster",
        renames={"vpcConfig": "resourcesVpcConfig", "enabledClusterLogTypes": ""},
        name=AutoName(most_characters=100),
        identity="{name}",
        outputs={
            "arn": "arn:aws:eks:{region}:{account}:cluster/{name}",
            "endpoint": "https://{fresh:32}.gr7.{region}.eks.amazonaws.com",
            "certificateAuthority": _authority,
            "identities": [{"oidcs": [{"issuer": "https://oidc.eks.{region}.amazonaws.com/id/{fresh:32}"}]}],
            "vpcConfig": _vpc_config,
            "kubernetesNetworkConfig": _service_range,
            "version": _version,
            "platformVersion": "eks.1",
            "status": "ACTIVE",
            "createdAt": "2026-01-01T00:00:00Z",
        },
        replaced_by=paths(
            "accessConfig.bootstrapClusterCreatorAdminPermissions bootstrapSelfManagedAddons name "
            "roleArn encryptionConfig.provider encryptionConfig.resources "
            "kubernetesNetworkConfig.ipFamily kubernetesNetworkConfig.serviceIpv4Cidr outpostConfig"
        ),
        needs={"vpcConfig.subnetIds": SUBNET, "vpcConfig.securityGroupIds": SECURITY_GROUP},
        rules=(_zones, _reachable),
        seconds=measured(612, "aws_eks_cluster", 10),
    ),
    Kind(
        "aws:eks/nodeGroup:NodeGroup",
        model="eks.CreateNodegroup",
        renames={"nodeRoleArn": "nodeRole", "subnetIds": "subnets"},
        name=AutoName(property="nodeGroupName"),
        identity="{clusterName}:{nodeGroupName}",
        outputs={
            "arn": "arn:aws:eks:{region}:{account}:nodegroup/{clusterName}/{nodeGroupName}/{fresh:8}",
            "resources": [{"autoscalingGroups": [{"name": "eks-{nodeGroupName}-{fresh:8}"}]}],
            "status": "ACTIVE",
            "version": _version,
        },
        replaced_by=paths(
            "amiType capacityType clusterName diskSize instanceTypes launchTemplate.id "
            "launchTemplate.name nodeGroupName nodeGroupNamePrefix nodeRoleArn remoteAccess subnetIds"
        ),
        needs={"clusterName": CLUSTER, "subnetIds": SUBNET, "launchTemplate.id": _TEMPLATE},
        rules=(_scaling, _template_or_not),
        nodes=node_group_nodes,
        seconds=measured(125, "aws_eks_node_group", 8),
    ),
    Kind(
        "aws:eks/addon:Addon",
        model="eks.CreateAddon",
        renames={"resolveConflictsOnCreate": "resolveConflicts", "resolveConflictsOnUpdate": "resolveConflicts"},
        identity="{clusterName}:{addonName}",
        outputs={"arn": "arn:aws:eks:{region}:{account}:addon/{clusterName}/{addonName}/{fresh:8}"},
        replaced_by=paths("addonName clusterName namespaceConfig"),
        needs={"clusterName": CLUSTER},
        rules=(rules.document("configurationValues"),),
        seconds=measured(15, "aws_eks_addon", 10),
    ),
    Kind(
        "aws:eks/accessEntry:AccessEntry",
        model="eks.CreateAccessEntry",
        identity="{clusterName}:{principalArn}",
        outputs={
            "accessEntryArn": "arn:aws:eks:{region}:{account}:access-entry/{clusterName}/role/{account}/{fresh:8}"
        },
        replaced_by=paths("clusterName principalArn type"),
        needs={"clusterName": CLUSTER},
    ),
    Kind(
        "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
        model="eks.AssociateAccessPolicy",
        identity="{clusterName}#{principalArn}#{policyArn}",
        outputs={"associatedAt": "2026-01-01T00:00:00Z", "modifiedAt": "2026-01-01T00:00:00Z"},
        replaced_by=paths("accessScope clusterName policyArn principalArn"),
        needs={"clusterName": CLUSTER},
    ),
    Kind(
        "aws:eks/podIdentityAssociation:PodIdentityAssociation",
        model="eks.CreatePodIdentityAssociation",
        identity="a-{fresh:16}",
        outputs={
            "associationId": "{id}",
            "associationArn": "arn:aws:eks:{region}:{account}:podidentityassociation/{clusterName}/{id}",
        },
        replaced_by=paths("clusterName namespace serviceAccount"),
        needs={"clusterName": CLUSTER},
    ),
    Kind(
        _TEMPLATE,
        model="ec2.CreateLaunchTemplate.LaunchTemplateData",
        renames={"name": "", "description": "", "tags": ""},
        name=AutoName(most_characters=128),
        identity="lt-0{fresh:16}",
        outputs={
            "arn": "arn:aws:ec2:{region}:{account}:launch-template/{id}",
            "latestVersion": 1,
            "defaultVersion": 1,
        },
        replaced_by=paths("name namePrefix"),
        rules=(rules.named("name", r"[a-zA-Z0-9().\-/_]{3,128}", "3 to 128 letters, digits, ().-/_"),),
    ),
    Kind(
        "aws:autoscaling/tag:Tag",
        model="autoscaling.CreateOrUpdateTags.Tags",
        renames={"autoscalingGroupName": "ResourceId"},
        identity="{autoscalingGroupName},{tag.key}",
        replaced_by=paths("autoscalingGroupName tag.key"),
    ),
)
