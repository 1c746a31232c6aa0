"""Azure settings for tests: valid as they are, with one part changed at a time."""

from dataclasses import replace
from datetime import date

from pulumi.runtime import mocks

from components.contract import StackSettings
from components.specs import Accelerator, AcceleratorKind, Environment
from providers.azure.options import AlertingOptions, AzureOptions, ClusterOptions, RegistryOptions
from providers.azure.target import TARGET
from providers.incluster.options import AddonMode, ImageOptions
from stacks import program
from stacks.admission import admit_stack
from stacks.settings import Stack
from tests.rigs.environments import environment
from transship.plan.recorder import Recorded, Recording, record

REGION = "eastus"
SUBSCRIPTION = "00000000-0000-0000-0000-000000000001"
TENANT = "00000000-0000-0000-0000-000000000002"
ADMINISTRATORS = "00000000-0000-0000-0000-000000000003"
T4 = Accelerator(kind=AcceleratorKind.NVIDIA_T4, memory_gib=16)
NOTIFIED = AlertingOptions(notify=("team@example.com",), budget_starts=date(2026, 11, 1))


def options(**changes: object) -> AzureOptions:
    """A subscription that tells one team, and replicates to the west where an environment asks for it."""
    made = AzureOptions(
        subscription_id=SUBSCRIPTION,
        tenant_id=TENANT,
        cluster=ClusterOptions(administrator_groups=(ADMINISTRATORS,)),
        registry=RegistryOptions(replica_region="westus2", defender=AddonMode.INSTALL),
        images=ImageOptions(puller="registry.example.com/ml/puller:0.1.0"),
        alerting=NOTIFIED,
    )
    return replace(made, **changes)


def options_for(_wanted: Environment) -> AzureOptions:
    """Settings with which any environment can be planned."""
    return options()


def settings(wanted: Environment | None = None, chosen: AzureOptions | None = None) -> StackSettings:
    """Settings of the environment `test`."""
    return StackSettings(name="test", environment=wanted or environment(), region=REGION, options=chosen or options())


def planned(
    wanted: Environment | None = None, chosen: AzureOptions | None = None, answers: mocks.Mocks | None = None
) -> Recording:
    """Everything that the stack of an environment registers; `answers` stands in for Azure."""
    return record(lambda: program.build(*admit_stack(Stack(TARGET, settings(wanted, chosen)))), answers=answers)


def named(recording: Recording, type_: str, name: str) -> Recorded:
    """The resource of that type, without `azure-native:`, and name."""
    return recording.one(f"azure-native:{type_}", name)
