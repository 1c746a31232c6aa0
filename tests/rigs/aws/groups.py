"""Security groups and their rules."""

# pyright: basic

from typing import Any

from tests.rigs.aws.kind import Account, Created, Inputs, Kind, declared
from tests.rigs.aws.network import tagged, with_tags


def _adopt_default_group(account: Account, name: str, inputs: Inputs) -> Created:
    """As the provider does: takes the group that came with the VPC, and empties it."""
    del name
    ec2 = account.client("ec2", inputs)
    wanted = [{"Name": "vpc-id", "Values": [inputs["vpcId"]]}, {"Name": "group-name", "Values": ["default"]}]
    (group,) = ec2.describe_security_groups(Filters=wanted)["SecurityGroups"]
    ec2.revoke_security_group_egress(GroupId=group["GroupId"], IpPermissions=group["IpPermissionsEgress"])
    return Created(group["GroupId"])


def _create_group(account: Account, name: str, inputs: Inputs) -> Created:
    made = account.client("ec2", inputs).create_security_group(
        GroupName=inputs.get("name", name),
        Description=inputs.get("description", "Managed by Pulumi"),
        VpcId=inputs["vpcId"],
        **tagged("security-group", inputs),
    )
    for rule in inputs.get("ingress", []):
        account.client("ec2", inputs).authorize_security_group_ingress(
            GroupId=made["GroupId"], IpPermissions=[_inline(rule)]
        )
    return Created(made["GroupId"], {"arn": made.get("SecurityGroupArn", "")})


def _inline(rule: Inputs) -> dict[str, Any]:
    """A rule with all its blocks, as groups declare them within themselves."""
    described = {"Description": rule["description"]} if "description" in rule else {}
    return {
        "IpProtocol": rule["protocol"],
        "FromPort": int(rule["fromPort"]),
        "ToPort": int(rule["toPort"]),
        "IpRanges": [{"CidrIp": block, **described} for block in rule.get("cidrBlocks", [])],
        "UserIdGroupPairs": [{"GroupId": group} for group in rule.get("securityGroups", [])],
    }


def _from_inline(held: Inputs) -> dict[str, Any]:
    return {
        "protocol": held["IpProtocol"],
        "fromPort": held["FromPort"],
        "toPort": held["ToPort"],
        "cidrBlocks": [block["CidrIp"] for block in held["IpRanges"]] or None,
        "securityGroups": [group["GroupId"] for group in held["UserIdGroupPairs"]] or None,
    }


def _read_group(account: Account, identifier: str, inputs: Inputs) -> Inputs:
    (held,) = account.client("ec2", inputs).describe_security_groups(GroupIds=[identifier])["SecurityGroups"]
    names = {"name": "GroupName", "description": "Description", "vpcId": "VpcId"}
    rules = [_from_inline(rule) for rule in held["IpPermissions"]]
    return {**declared(held, names), "ingress": rules, **with_tags(held)}


_RULE = {
    "ipProtocol": "IpProtocol",
    "fromPort": "FromPort",
    "toPort": "ToPort",
    "cidrIpv4": "CidrIpv4",
    "description": "Description",
}


def _permission(inputs: Inputs) -> dict[str, Any]:
    """One rule as the API takes it; ports are whole numbers there."""
    permission = {
        "IpProtocol": inputs["ipProtocol"],
        "FromPort": int(inputs.get("fromPort", -1)),
        "ToPort": int(inputs.get("toPort", -1)),
    }
    description = {"Description": inputs["description"]} if "description" in inputs else {}
    if "cidrIpv4" in inputs:
        return {**permission, "IpRanges": [{"CidrIp": inputs["cidrIpv4"], **description}]}
    return {**permission, "UserIdGroupPairs": [{"GroupId": inputs["referencedSecurityGroupId"], **description}]}


def _rule(direction: str) -> Kind:
    def create(account: Account, name: str, inputs: Inputs) -> Created:
        del name
        authorize = getattr(account.client("ec2", inputs), f"authorize_security_group_{direction}")
        made = authorize(GroupId=inputs["securityGroupId"], IpPermissions=[_permission(inputs)])
        return Created(made["SecurityGroupRules"][0]["SecurityGroupRuleId"])

    def read(account: Account, identifier: str, inputs: Inputs) -> Inputs:
        rules = account.client("ec2", inputs).describe_security_group_rules(SecurityGroupRuleIds=[identifier])
        (held,) = rules["SecurityGroupRules"]
        referenced = held.get("ReferencedGroupInfo", {}).get("GroupId")
        return {
            "securityGroupId": held["GroupId"],
            "referencedSecurityGroupId": referenced,
            **declared(held, _RULE),
        }

    return Kind(create, read, {"tags": "moto gives rules no tags"})


def _create_listed_rule(account: Account, name: str, inputs: Inputs) -> Created:
    ec2 = account.client("ec2", inputs)
    authorize = getattr(ec2, f"authorize_security_group_{inputs['type']}")
    authorize(GroupId=inputs["securityGroupId"], IpPermissions=[_inline(inputs)])
    return Created(name)


def _read_listed_rule(account: Account, identifier: str, inputs: Inputs) -> Inputs:
    """The blocks of a rule are rules of their own in the API: their union is read."""
    del identifier
    wanted = [{"Name": "group-id", "Values": [inputs["securityGroupId"]]}]
    rules = account.client("ec2", inputs).describe_security_group_rules(Filters=wanted)["SecurityGroupRules"]
    ours = [rule for rule in rules if rule.get("CidrIpv4") in inputs["cidrBlocks"] and not rule["IsEgress"]]
    return {
        "type": "ingress",
        "securityGroupId": ours[0]["GroupId"],
        "protocol": ours[0]["IpProtocol"],
        "fromPort": ours[0]["FromPort"],
        "toPort": ours[0]["ToPort"],
        "description": ours[0].get("Description"),
        "cidrBlocks": [block for block in inputs["cidrBlocks"] if block in {rule["CidrIpv4"] for rule in ours}],
    }


KINDS = {
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": Kind(_adopt_default_group, _read_group),
    "aws:ec2/securityGroup:SecurityGroup": Kind(_create_group, _read_group),
    "aws:ec2/securityGroupRule:SecurityGroupRule": Kind(_create_listed_rule, _read_listed_rule),
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": _rule("ingress"),
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": _rule("egress"),
}
