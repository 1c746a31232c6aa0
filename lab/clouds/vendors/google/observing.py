"""What watches an environment: dashboards, alerts, logs, budgets.

What replaces: `ForceNew` in the Terraform provider that Pulumi's is made of,
https://github.com/hashicorp/terraform-provider-google/tree/main/google/services, 2026-11-21.
"""

import json
from collections.abc import Iterator
from typing import Final

from lab.clouds.values import Properties
from lab.clouds.vendor import AutoName, Existing, Failure
from lab.clouds.vendors import rules
from lab.clouds.vendors.checking import Naming, refusals
from lab.clouds.vendors.google.documents import resource
from lab.clouds.vendors.google.settings import number
from lab.clouds.vendors.kinds import Kind, Made, paths

_DASHBOARD: Final = "dashboardJson"
_KEPT_DAYS: Final = range(1, 3651)


def _contents(inputs: Properties, existing: Existing) -> Iterator[Failure]:
    """A dashboard is the API's own JSON: names, kinds and enumerations in it are held against the document."""
    wrong = list(rules.document(_DASHBOARD)(inputs, existing))
    yield from wrong
    text = inputs.get(_DASHBOARD)
    if wrong or not isinstance(text, str):
        return
    for failure in refusals(json.loads(text), resource("monitoring.v1.Dashboard"), None, Naming()):
        yield Failure(f"{_DASHBOARD}.{failure.property}", failure.reason, failure.hint)


def _kept(inputs: Properties, existing: Existing) -> Iterator[Failure]:
    """Source: https://cloud.google.com/logging/docs/buckets#custom-retention, 2026-11-21."""
    del existing
    days = inputs.get("retentionDays")
    if isinstance(days, int) and days not in _KEPT_DAYS:
        yield Failure("retentionDays", f"is {days}, not between 1 and 3650")


def _uuid(made: Made) -> str:
    digits = made.words["fresh"]
    text = str(digits)
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:32]))


def _numbered(collection: str) -> str:
    return f"projects/{{project}}/{collection}/"


KINDS: Final = (
    Kind(
        "gcp:monitoring/dashboard:Dashboard",
        identity=lambda made: made.text("projects/{number}/dashboards/") + _uuid(made),
        replaced_by=paths("project"),
        rules=(_contents,),
    ),
    Kind(
        "gcp:monitoring/alertPolicy:AlertPolicy",
        model="monitoring.v3.AlertPolicy",
        identity=lambda made: made.text(_numbered("alertPolicies")) + number(made.text("{fresh}")),
        outputs={"name": "{id}"},
        replaced_by=paths("project"),
    ),
    Kind(
        "gcp:monitoring/notificationChannel:NotificationChannel",
        model="monitoring.v3.NotificationChannel",
        identity=lambda made: made.text(_numbered("notificationChannels")) + number(made.text("{fresh}")),
        outputs={"name": "{id}", "verificationStatus": ""},
        replaced_by=paths("project"),
    ),
    Kind(
        "gcp:logging/projectBucketConfig:ProjectBucketConfig",
        model="logging.v2.LogBucket",
        identity="projects/{project}/locations/{location}/buckets/{bucketId}",
        outputs={"name": "{id}", "lifecycleState": "ACTIVE"},
        replaced_by=paths("project location bucketId"),
        rules=(
            rules.named(
                "bucketId", r"[A-Za-z0-9_.-]{1,100}", "buckets of logs are called by 1 to 100 letters, digits, _-."
            ),
            _kept,
        ),
    ),
    Kind(
        "gcp:logging/projectSink:ProjectSink",
        model="logging.v2.LogSink",
        name=AutoName(most_characters=100),
        identity="projects/{project}/sinks/{name}",
        outputs={"writerIdentity": "serviceAccount:service-{number}@gcp-sa-logging.iam.gserviceaccount.com"},
        replaced_by=paths("name project"),
        rules=(
            rules.named(
                "destination",
                r"(storage|bigquery|pubsub|logging)\.googleapis\.com/.+",
                "destinations begin with the service: storage, bigquery, pubsub or logging .googleapis.com/",
            ),
        ),
    ),
    Kind(
        "gcp:billing/budget:Budget",
        model="billingbudgets.v1.GoogleCloudBillingBudgetsV1Budget",
        renames={"allUpdatesRule": "notificationsRule"},
        identity=lambda made: made.text("billingAccounts/{billingAccount}/budgets/") + _uuid(made),
        outputs={"name": "{id}"},
        replaced_by=paths("billingAccount"),
        rules=(
            rules.named(
                "billingAccount", r"[0-9A-F]{6}(-[0-9A-F]{6}){2}", "billing accounts are like 01AB23-45CD67-89EF01"
            ),
        ),
    ),
)
