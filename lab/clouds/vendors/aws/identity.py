"""Who may do what, and the keys that things are encrypted with: IAM and KMS.

What replaces: `ForceNew` in the Terraform provider that Pulumi's is made of, v6.47.1,
https://github.com/hashicorp/terraform-provider-aws/tree/v6.47.1/internal/service, 2026-11-21.
Lengths: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html, 2026-11-21.
"""

from typing import Final

from lab.clouds.vendor import AutoName
from lab.clouds.vendors import rules
from lab.clouds.vendors.aws.settings import elsewhere
from lab.clouds.vendors.kinds import Kind, Made, paths

ROLE: Final = "aws:iam/role:Role"
_POLICY: Final = "aws:iam/policy:Policy"
_MOST_ROLE_CHARACTERS: Final = 64
_MOST_POLICY_CHARACTERS: Final = 128


def _key_id(made: Made) -> str:
    digits = made.text("{fresh}")
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:32]))


def _alias_target(made: Made) -> str:
    target = made.text("{targetKeyId}")
    return target if target.startswith("arn:") else made.text("arn:aws:kms:{region}:{account}:key/{targetKeyId}")


KINDS: Final = (
    Kind(
        ROLE,
        model="iam.CreateRole",
        renames={"name": "RoleName", "assumeRolePolicy": "AssumeRolePolicyDocument"},
        name=AutoName(most_characters=_MOST_ROLE_CHARACTERS),
        identity="{name}",
        outputs={
            "arn": "arn:aws:iam::{account}:role/{name}",
            "uniqueId": lambda made: "AROA" + made.digest("unique")[:17].upper(),
            "createDate": "2026-01-01T00:00:00Z",
            "path": lambda made: made.words.get("path") or "/",
            "maxSessionDuration": lambda made: made.words.get("maxSessionDuration") or 3600,
        },
        replaced_by=paths("name namePrefix path"),
        rules=(rules.document("assumeRolePolicy"),),
    ),
    Kind(
        _POLICY,
        model="iam.CreatePolicy",
        renames={"name": "PolicyName", "policy": "PolicyDocument"},
        name=AutoName(most_characters=_MOST_POLICY_CHARACTERS),
        identity="arn:aws:iam::{account}:policy/{name}",
        outputs={
            "arn": "{id}",
            "policyId": lambda made: "ANPA" + made.digest("policy")[:17].upper(),
            "attachmentCount": 0,
        },
        replaced_by=paths("description name namePrefix path"),
        rules=(rules.document("policy"),),
    ),
    Kind(
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        model="iam.AttachRolePolicy",
        renames={"role": "RoleName"},
        identity="{role}/{policyArn}",
        replaced_by=paths("policyArn role"),
        needs={"role": ROLE, "policyArn": _POLICY},
    ),
    Kind(
        "aws:iam/rolePolicy:RolePolicy",
        model="iam.PutRolePolicy",
        renames={"name": "PolicyName", "role": "RoleName", "policy": "PolicyDocument"},
        name=AutoName(most_characters=_MOST_POLICY_CHARACTERS),
        identity="{role}:{name}",
        replaced_by=paths("name namePrefix role"),
        needs={"role": ROLE},
        rules=(rules.document("policy"),),
    ),
    Kind(
        "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
        model="iam.CreateOpenIDConnectProvider",
        identity=lambda made: (
            made.text("arn:aws:iam::{account}:oidc-provider/") + made.text("{url}").removeprefix("https://")
        ),
        outputs={"arn": "{id}"},
        replaced_by=paths("url"),
        rules=(rules.named("url", r"https://.+", "issuers begin with https://"),),
    ),
    Kind(
        "aws:kms/key:Key",
        model="kms.CreateKey",
        renames={"enableKeyRotation": "", "deletionWindowInDays": ""},
        identity=_key_id,
        outputs={"arn": "arn:aws:kms:{region}:{account}:key/{id}", "keyId": "{id}"},
        replaced_by=paths("customKeyStoreId customerMasterKeySpec keyUsage multiRegion xksKeyId"),
        rules=(rules.document("policy"),),
    ),
    Kind(
        "aws:kms/alias:Alias",
        model="kms.CreateAlias",
        renames={"name": "AliasName"},
        identity=elsewhere("{name}"),
        outputs={"arn": "arn:aws:kms:{region}:{account}:{name}", "targetKeyArn": _alias_target},
        replaced_by=paths("name namePrefix"),
        rules=(
            rules.named(
                "name", r"alias/(?!aws/).+", "names are alias/…, and alias/aws/… is AWS's own (InvalidAliasName)"
            ),
        ),
    ),
)
