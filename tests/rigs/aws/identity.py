"""Roles, what they may do, and keys."""

# pyright: basic

from urllib.parse import unquote

from tests.rigs.aws.kind import Account, Created, Inputs, Kind


def _create_role(account: Account, name: str, inputs: Inputs) -> Created:
    made = account.client("iam").create_role(
        RoleName=inputs.get("name", name),
        AssumeRolePolicyDocument=inputs["assumeRolePolicy"],
        **({"Description": inputs["description"]} if "description" in inputs else {}),
        **({"PermissionsBoundary": inputs["permissionsBoundary"]} if "permissionsBoundary" in inputs else {}),
    )["Role"]
    return Created(made["RoleName"], {"name": made["RoleName"], "arn": made["Arn"], "uniqueId": made["RoleId"]})


def _read_role(account: Account, identifier: str, inputs: Inputs) -> Inputs:
    del inputs
    held = account.client("iam").get_role(RoleName=identifier)["Role"]
    return {
        "name": held["RoleName"],
        "assumeRolePolicy": held["AssumeRolePolicyDocument"],
        "description": held.get("Description"),
        "permissionsBoundary": held.get("PermissionsBoundary", {}).get("PermissionsBoundaryArn"),
    }


def _create_role_policy(account: Account, name: str, inputs: Inputs) -> Created:
    policy = inputs.get("name", name)
    account.client("iam").put_role_policy(RoleName=inputs["role"], PolicyName=policy, PolicyDocument=inputs["policy"])
    return Created(f"{inputs['role']}:{policy}")


def _read_role_policy(account: Account, identifier: str, inputs: Inputs) -> Inputs:
    del inputs
    role, _, policy = identifier.partition(":")
    held = account.client("iam").get_role_policy(RoleName=role, PolicyName=policy)
    return {"role": held["RoleName"], "name": held["PolicyName"], "policy": held["PolicyDocument"]}


def _create_policy(account: Account, name: str, inputs: Inputs) -> Created:
    made = account.client("iam").create_policy(
        PolicyName=inputs.get("name", name), PolicyDocument=inputs["policy"], Path=inputs.get("path", "/")
    )["Policy"]
    return Created(made["Arn"], {"arn": made["Arn"], "name": made["PolicyName"]})


def _read_policy(account: Account, identifier: str, inputs: Inputs) -> Inputs:
    del inputs
    iam = account.client("iam")
    held = iam.get_policy(PolicyArn=identifier)["Policy"]
    version = iam.get_policy_version(PolicyArn=identifier, VersionId=held["DefaultVersionId"])["PolicyVersion"]
    text = version["Document"]
    return {
        "name": held["PolicyName"],
        "path": held["Path"],
        "policy": unquote(text) if isinstance(text, str) else text,
    }


def _create_attachment(account: Account, name: str, inputs: Inputs) -> Created:
    account.client("iam").attach_role_policy(RoleName=inputs["role"], PolicyArn=inputs["policyArn"])
    return Created(name)


def _read_attachment(account: Account, identifier: str, inputs: Inputs) -> Inputs:
    del identifier
    held = account.client("iam").list_attached_role_policies(RoleName=inputs["role"])["AttachedPolicies"]
    arns = {policy["PolicyArn"] for policy in held}
    return {"role": inputs["role"], "policyArn": inputs["policyArn"] if inputs["policyArn"] in arns else sorted(arns)}


def _create_key(account: Account, name: str, inputs: Inputs) -> Created:
    del name
    kms = account.client("kms", inputs)
    made = kms.create_key(Description=inputs["description"], Policy=inputs["policy"])["KeyMetadata"]
    if inputs.get("enableKeyRotation"):
        kms.enable_key_rotation(KeyId=made["KeyId"])
    return Created(made["KeyId"], {"keyId": made["KeyId"], "arn": made["Arn"]})


def _read_key(account: Account, identifier: str, inputs: Inputs) -> Inputs:
    kms = account.client("kms", inputs)
    held = kms.describe_key(KeyId=identifier)["KeyMetadata"]
    return {
        "description": held["Description"],
        "policy": kms.get_key_policy(KeyId=identifier, PolicyName="default")["Policy"],
        "enableKeyRotation": kms.get_key_rotation_status(KeyId=identifier)["KeyRotationEnabled"],
        "region": held["Arn"].split(":")[3],
    }


def _create_alias(account: Account, name: str, inputs: Inputs) -> Created:
    alias = inputs.get("name", f"alias/{name}")
    account.client("kms", inputs).create_alias(AliasName=alias, TargetKeyId=inputs["targetKeyId"])
    return Created(alias)


def _read_alias(account: Account, identifier: str, inputs: Inputs) -> Inputs:
    for alias in account.client("kms", inputs).list_aliases(KeyId=inputs["targetKeyId"])["Aliases"]:
        if alias["AliasName"] == identifier:
            region = alias["AliasArn"].split(":")[3]
            return {"name": identifier, "targetKeyId": alias["TargetKeyId"], "region": region}
    return {}


KINDS = {
    "aws:iam/role:Role": Kind(_create_role, _read_role),
    "aws:iam/rolePolicy:RolePolicy": Kind(_create_role_policy, _read_role_policy),
    "aws:iam/policy:Policy": Kind(_create_policy, _read_policy),
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": Kind(_create_attachment, _read_attachment),
    "aws:kms/key:Key": Kind(
        _create_key, _read_key, {"deletionWindowInDays": "what a destroy does, which KMS is told only then"}
    ),
    "aws:kms/alias:Alias": Kind(_create_alias, _read_alias),
}
