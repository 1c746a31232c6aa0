"""Google Cloud settings for tests: valid as they are, with one part changed at a time."""

from dataclasses import replace

import pulumi

from components import targets
from components.contract import StackSettings
from components.specs import Environment
from providers.gcp.options import GcpOptions, RegistryOptions
from providers.incluster.options import ImageOptions
from stacks import program
from stacks.admission import admit_stack
from stacks.settings import Stack
from tests.rigs.environments import environment
from transship.plan.recorder import Recording, record

REGION = "us-central1"
REPLICA = "us-east1"
PROJECT = "my-project"
PROJECT_NUMBER = 123456789012


def options(**changes: object) -> GcpOptions:
    """A project with a billing account, and nobody to tell."""
    made = GcpOptions(
        project=PROJECT,
        project_number=PROJECT_NUMBER,
        billing_account="000000-000000-000000",
        images=ImageOptions(puller="us-central1-docker.pkg.dev/my-project/transship-test/puller:0.1.0"),
    )
    return replace(made, **changes)


def options_for(environment: Environment) -> GcpOptions:
    """Settings with which any environment can be planned."""
    return options(registry=RegistryOptions(replica_region=REPLICA if environment.registry.replicated else None))


def settings(
    wanted: Environment | None = None,
    chosen: GcpOptions | None = None,
    region: str = REGION,
    secrets: dict[str, pulumi.Output[str]] | None = None,
) -> StackSettings:
    """Settings of the environment `test`."""
    return StackSettings(
        name="test",
        environment=wanted or environment(),
        region=region,
        options=chosen or options(),
        secrets=secrets or {},
    )


def plan(
    wanted: Environment | None = None, chosen: GcpOptions | None = None, region: str = REGION, name: str = "test"
) -> Recording:
    """What would be built for an environment; the environment `test` where none is given."""
    there = replace(settings(wanted, chosen, region), name=name)
    stack = Stack(targets.load("gcp"), there)
    return record(lambda: program.build(*admit_stack(stack)), stack_name=f"gcp-{name}")
