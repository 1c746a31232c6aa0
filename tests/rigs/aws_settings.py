"""AWS settings for tests: valid as they are, with one part changed at a time."""

import json
from dataclasses import replace
from typing import Any

from components.contract import StackSettings
from components.specs import Environment
from providers.aws.options import AwsOptions
from providers.aws.target import TARGET
from providers.incluster.options import ImageOptions
from stacks import program
from stacks.admission import admit_stack
from stacks.settings import Stack
from tests.rigs.environments import environment
from transship.plan.recorder import Recorded, Recording, record

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


def settings(
    wanted: Environment | None = None, chosen: AwsOptions | None = None, region: str = REGION
) -> StackSettings:
    """Settings of the environment `test`, without secrets."""
    return StackSettings(
        name="test", environment=wanted or environment(), region=region, options=chosen or options(), secrets={}
    )


def plan(wanted: Environment | None = None, region: str = REGION, **changes: object) -> Recording:
    """What the environment would be on AWS, with some of the options changed."""

    def run() -> None:
        program.build(*admit_stack(Stack(TARGET, settings(wanted, options(**changes), region))))

    return record(run)


def policy(resource: Recorded, field: str = "policy") -> list[dict[str, Any]]:
    """The statements of a policy document among a resource's inputs."""
    return json.loads(resource.inputs[field])["Statement"]
