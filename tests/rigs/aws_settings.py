"""AWS settings for tests: valid as they are, with one part changed at a time."""

from dataclasses import replace

from components.specs import Environment
from providers.aws.options import AwsOptions
from providers.incluster.options import ImageOptions

ACCOUNT = "123456789012"
REGION = "eu-central-1"


def options(**changes: object) -> AwsOptions:
    """An account, and defaults for everything else."""
    made = AwsOptions(
        account_id=ACCOUNT,
        images=ImageOptions(puller=f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/transship-test/puller:0.1.0"),
    )
    return replace(made, **changes)


def options_for(environment: Environment) -> AwsOptions:
    """Options with which any environment can be planned."""
    return options()
