"""Opens a project for one stack: an explicit provider, and the names and labels that everything in it carries."""

import re
from dataclasses import dataclass

import pulumi
from pulumi_gcp import Provider

from components.contract import StackSettings
from components.naming import joined
from providers.gcp.options import GcpOptions

PROVIDER_NAME = "gcp"
ENVIRONMENT_LABEL = "transship-environment"
STACK_LABEL = "transship-stack"
_LABEL_LENGTH = 63


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """One stack's project.

    Attributes:
        environment: name of the environment, the first part of every name in the project.
        labels: what marks everything that can carry labels.
    """

    provider: Provider
    environment: str
    project: str
    project_number: int
    region: str
    labels: dict[str, str]

    def named(self, *parts: str, most: int = _LABEL_LENGTH) -> str:
        """A name in the project that no other environment uses, of at most `most` characters."""
        return joined("transship", self.environment, *parts, most=most)

    def agent(self, service: str) -> str:
        """The member that stands for one of Google's own services at work in the project.

        Source: https://cloud.google.com/iam/docs/service-agents, 2026-11-21.
        """
        return f"serviceAccount:service-{self.project_number}@{service}.iam.gserviceaccount.com"

    def principal(self, namespace: pulumi.Input[str], account: str) -> pulumi.Output[str]:
        """The member that stands for a Kubernetes service account of the project's clusters.

        Source: https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity, 2026-11-21.
        """
        pool = f"projects/{self.project_number}/locations/global/workloadIdentityPools/{self.workload_pool}"
        return pulumi.Output.concat(f"principal://iam.googleapis.com/{pool}/subject/ns/", namespace, f"/sa/{account}")

    @property
    def workload_pool(self) -> str:
        """The identities of the project's clusters."""
        return f"{self.project}.svc.id.goog"


def open_access(settings: StackSettings, options: GcpOptions) -> Access:
    """Creates the provider; its labels reach everything that can carry some."""
    labels = {
        "managed-by": "transship",
        ENVIRONMENT_LABEL: settings.name,
        STACK_LABEL: label_value(pulumi.get_stack()),
    }
    return Access(
        provider=Provider(
            PROVIDER_NAME,
            project=options.project,
            region=settings.region,
            default_labels=labels,
            # Budgets belong to no project, so their API asks whose quota a request is counted to.
            billing_project=options.project,
            user_project_override=True,
        ),
        environment=settings.name,
        project=options.project,
        project_number=options.project_number,
        region=settings.region,
        labels=labels,
    )


def label_value(text: str) -> str:
    """Makes any text a legal label value: at most 63 lower-case letters, digits, dashes and underscores.

    Source: https://cloud.google.com/resource-manager/docs/labels-overview, 2026-11-21.
    """
    return re.sub(r"[^a-z0-9_-]+", "-", text.lower())[:_LABEL_LENGTH]
