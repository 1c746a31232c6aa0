"""What may pass, and where to: security groups, endpoints of AWS's own services, logs of what was refused.

What replaces: `ForceNew` in the Terraform provider that Pulumi's is made of, v6.47.1,
https://github.com/hashicorp/terraform-provider-aws/tree/v6.47.1/internal/service/ec2, 2026-11-21.
"""

from typing import Final

from lab.clouds.values import Value
from lab.clouds.vendor import AutoName
from lab.clouds.vendors import rules
from lab.clouds.vendors.aws.network import OF_THE_ACCOUNT, ROUTE_TABLE, SUBNET, VPC
from lab.clouds.vendors.kinds import Kind, Made, paths

SECURITY_GROUP: Final = "aws:ec2/securityGroup:SecurityGroup"

_RULE_PLACES: Final = paths(
    "securityGroupId type protocol fromPort toPort cidrBlocks ipv6CidrBlocks prefixListIds sourceSecurityGroupId self"
)


def _dns_entries(made: Made) -> Value:
    service = made.text("{serviceName}").rpartition(".")[2]
    return [
        {
            "dnsName": made.text(f"{{id}}-{{fresh:8}}.{service}.{{region}}.vpce.amazonaws.com"),
            "hostedZoneId": "Z7HUB22UULQXV",
        }
    ]


KINDS: Final = (
    Kind(
        SECURITY_GROUP,
        model="ec2.CreateSecurityGroup",
        elsewhere={
            "ingress": "ec2.AuthorizeSecurityGroupIngress.IpPermissions",
            "egress": "ec2.AuthorizeSecurityGroupEgress.IpPermissions",
        },
        renames={"name": "GroupName"},
        supplied=frozenset({"Description"}),
        name=AutoName(most_characters=255),
        identity="sg-0{fresh:16}",
        outputs={"arn": f"{OF_THE_ACCOUNT}:security-group/{{id}}", "ownerId": "{account}"},
        replaced_by=paths("description name namePrefix vpcId"),
        needs={"vpcId": VPC},
        rules=(rules.named("name", r"(?!sg-).{1,255}", "names of security groups do not begin with sg-"),),
    ),
    Kind(
        "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
        identity="sg-0{fresh:16}",
        outputs={
            "arn": f"{OF_THE_ACCOUNT}:security-group/{{id}}",
            "ownerId": "{account}",
            "name": "default",
            "description": "default VPC security group",
        },
        replaced_by=paths("vpcId"),
    ),
    Kind(
        "aws:ec2/securityGroupRule:SecurityGroupRule",
        model="ec2.AuthorizeSecurityGroupIngress",
        renames={"type": "", "securityGroupId": "GroupId", "protocol": "IpProtocol"},
        identity="sgrule-{fresh:10}",
        outputs={"securityGroupRuleId": "sgr-0{fresh:16}"},
        replaced_by=_RULE_PLACES,
        needs={"securityGroupId": SECURITY_GROUP, "sourceSecurityGroupId": SECURITY_GROUP},
    ),
    *(
        Kind(
            f"aws:vpc/securityGroup{way}Rule:SecurityGroup{way}Rule",
            model=f"ec2.AuthorizeSecurityGroup{way}.IpPermissions",
            renames={"securityGroupId": ""},
            identity="sgr-0{fresh:16}",
            outputs={"arn": f"{OF_THE_ACCOUNT}:security-group-rule/{{id}}", "securityGroupRuleId": "{id}"},
            replaced_by=paths("securityGroupId"),
            needs={"securityGroupId": SECURITY_GROUP, "referencedSecurityGroupId": SECURITY_GROUP},
        )
        for way in ("Ingress", "Egress")
    ),
    Kind(
        "aws:ec2/vpcEndpoint:VpcEndpoint",
        model="ec2.CreateVpcEndpoint",
        identity="vpce-0{fresh:16}",
        outputs={
            "arn": f"{OF_THE_ACCOUNT}:vpc-endpoint/{{id}}",
            "ownerId": "{account}",
            "state": "available",
            "dnsEntries": _dns_entries,
            "prefixListId": "pl-0{fresh:8}",
        },
        replaced_by=paths("serviceName serviceRegion vpcEndpointType vpcId"),
        needs={"vpcId": VPC, "subnetIds": SUBNET, "securityGroupIds": SECURITY_GROUP, "routeTableIds": ROUTE_TABLE},
        rules=(
            rules.named(
                "serviceName",
                r"(cn\.)?com\.amazonaws\.[a-z0-9-]+\.[a-z0-9.-]+|com\.amazonaws\.vpce\..+",
                "services are called com.amazonaws.<region>.<service> (InvalidServiceName)",
            ),
        ),
    ),
    Kind(
        "aws:ec2/flowLog:FlowLog",
        model="ec2.CreateFlowLogs",
        renames={"iamRoleArn": "DeliverLogsPermissionArn"},
        identity="fl-0{fresh:16}",
        outputs={"arn": f"{OF_THE_ACCOUNT}:vpc-flow-log/{{id}}"},
        replaced_by=paths(
            "destinationOptions eniId iamRoleArn logDestination logDestinationType logFormat "
            "maxAggregationInterval subnetId trafficType vpcId"
        ),
    ),
)
