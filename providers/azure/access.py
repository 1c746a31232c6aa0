"""One stack's access to its subscription: an explicit provider, and what every resource is named and tagged by."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
from pulumi_azure_native import Provider

from components.contract import StackSettings
from providers.azure.names import Names
from providers.azure.options import AzureOptions

PROVIDER_NAME = "azure"
ENVIRONMENT_TAG = "transship-environment"
STACK_TAG = "transship-stack"


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """What every builder needs to know of where it builds.

    Attributes:
        tags: what everything that can be tagged carries; azure-native has no tags by default.
    """

    provider: Provider
    names: Names
    region: str
    subscription_id: str
    tenant_id: str
    tags: Mapping[str, str]

    @property
    def subscription(self) -> str:
        """The subscription's resource id."""
        return f"/subscriptions/{self.subscription_id}"


def open_access(settings: StackSettings, options: AzureOptions) -> Access:
    """Creates the provider; credentials are whatever the machine that deploys has."""
    return Access(
        provider=Provider(
            PROVIDER_NAME,
            subscription_id=options.subscription_id,
            tenant_id=options.tenant_id,
            location=settings.region,
        ),
        names=Names(environment=settings.name, region=settings.region, subscription_id=options.subscription_id),
        region=settings.region,
        subscription_id=options.subscription_id,
        tenant_id=options.tenant_id,
        tags=tags(settings.name, pulumi.get_stack()),
    )


def tags(environment: str, stack: str) -> dict[str, str]:
    """The tags of an environment's resources; what budgets and bills are told apart by."""
    return {"managed-by": "transship", ENVIRONMENT_TAG: environment, STACK_TAG: stack}
