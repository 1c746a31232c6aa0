"""Where container images lie: ECR.

What replaces: `ForceNew` in the Terraform provider that Pulumi's is made of, v6.47.1,
https://github.com/hashicorp/terraform-provider-aws/tree/v6.47.1/internal/service/ecr, 2026-11-21.
"""

from typing import Final

from lab.clouds.vendor import AutoName
from lab.clouds.vendors import rules
from lab.clouds.vendors.kinds import Kind, paths

_REPOSITORY: Final = "aws:ecr/repository:Repository"
_MOST_CHARACTERS: Final = 256

KINDS: Final = (
    Kind(
        _REPOSITORY,
        model="ecr.CreateRepository",
        renames={"name": "repositoryName"},
        name=AutoName(most_characters=_MOST_CHARACTERS, lower=True),
        identity="{name}",
        outputs={
            "arn": "arn:aws:ecr:{region}:{account}:repository/{name}",
            "registryId": "{account}",
            "repositoryUrl": "{account}.dkr.ecr.{region}.amazonaws.com/{name}",
        },
        replaced_by=paths("encryptionConfigurations name"),
    ),
    Kind(
        "aws:ecr/lifecyclePolicy:LifecyclePolicy",
        model="ecr.PutLifecyclePolicy",
        renames={"repository": "repositoryName", "policy": "lifecyclePolicyText"},
        identity="{repository}",
        outputs={"registryId": "{account}"},
        replaced_by=paths("policy repository"),
        rules=(rules.document("policy"),),
    ),
    Kind(
        "aws:ecr/repositoryPolicy:RepositoryPolicy",
        model="ecr.SetRepositoryPolicy",
        renames={"repository": "repositoryName", "policy": "policyText"},
        identity="{repository}",
        outputs={"registryId": "{account}"},
        replaced_by=paths("repository"),
        rules=(rules.document("policy"),),
    ),
    Kind(
        "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration",
        model="ecr.PutRegistryScanningConfiguration",
        identity="{account}",
        outputs={"registryId": "{account}"},
    ),
    Kind(
        "aws:ecr/replicationConfiguration:ReplicationConfiguration",
        model="ecr.PutReplicationConfiguration",
        identity="{account}",
        outputs={"registryId": "{account}"},
    ),
    Kind(
        "aws:ecr/pullThroughCacheRule:PullThroughCacheRule",
        model="ecr.CreatePullThroughCacheRule",
        identity="{ecrRepositoryPrefix}",
        outputs={"registryId": "{account}"},
        replaced_by=paths("ecrRepositoryPrefix upstreamRegistryUrl upstreamRepositoryPrefix"),
    ),
    Kind(
        "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate",
        model="ecr.CreateRepositoryCreationTemplate",
        identity="{prefix}",
        outputs={"registryId": "{account}"},
        replaced_by=paths("prefix"),
    ),
)
