"""Image repositories."""

# pyright: basic

from typing import Any

from tests.rigs.aws.kind import Account, Created, Inputs, Kind


def _create_repository(account: Account, name: str, inputs: Inputs) -> Created:
    (encryption,) = inputs.get("encryptionConfigurations") or [{"encryptionType": "AES256"}]
    made = account.client("ecr", inputs).create_repository(
        repositoryName=inputs.get("name", name),
        imageTagMutability=inputs["imageTagMutability"],
        imageScanningConfiguration=inputs["imageScanningConfiguration"],
        encryptionConfiguration=dict(encryption),
    )["repository"]
    outputs = {"name": made["repositoryName"], "arn": made["repositoryArn"], "repositoryUrl": made["repositoryUri"]}
    return Created(made["repositoryName"], outputs)


def _read_repository(account: Account, identifier: str, inputs: Inputs) -> Inputs:
    (held,) = account.client("ecr", inputs).describe_repositories(repositoryNames=[identifier])["repositories"]
    return {
        "name": held["repositoryName"],
        "imageTagMutability": held["imageTagMutability"],
        "imageScanningConfiguration": held["imageScanningConfiguration"],
        "encryptionConfigurations": [held["encryptionConfiguration"]],
    }


def _create_lifecycle(account: Account, name: str, inputs: Inputs) -> Created:
    del name
    account.client("ecr", inputs).put_lifecycle_policy(
        repositoryName=inputs["repository"], lifecyclePolicyText=inputs["policy"]
    )
    return Created(inputs["repository"])


def _read_lifecycle(account: Account, identifier: str, inputs: Inputs) -> Inputs:
    held = account.client("ecr", inputs).get_lifecycle_policy(repositoryName=identifier)
    return {"repository": identifier, "policy": held["lifecyclePolicyText"]}


def _create_policy(account: Account, name: str, inputs: Inputs) -> Created:
    del name
    account.client("ecr", inputs).set_repository_policy(
        repositoryName=inputs["repository"], policyText=inputs["policy"]
    )
    return Created(inputs["repository"])


def _read_policy(account: Account, identifier: str, inputs: Inputs) -> Inputs:
    held: dict[str, Any] = account.client("ecr", inputs).get_repository_policy(repositoryName=identifier)
    return {"repository": identifier, "policy": held["policyText"]}


KINDS = {
    "aws:ecr/repository:Repository": Kind(
        _create_repository, _read_repository, {"forceDelete": "what a destroy does, which ECR knows nothing of"}
    ),
    "aws:ecr/lifecyclePolicy:LifecyclePolicy": Kind(_create_lifecycle, _read_lifecycle),
    "aws:ecr/repositoryPolicy:RepositoryPolicy": Kind(_create_policy, _read_policy),
}
