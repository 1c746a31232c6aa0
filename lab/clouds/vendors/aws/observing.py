"""What watches an environment: managed Prometheus, logs, alarms, topics, budgets; and the names it is found by.

What replaces: `ForceNew` in the Terraform provider that Pulumi's is made of, v6.47.1,
https://github.com/hashicorp/terraform-provider-aws/tree/v6.47.1/internal/service, 2026-11-21.
"""

from collections.abc import Iterator
from typing import Final

from lab.clouds.values import Properties
from lab.clouds.vendor import AutoName, Existing, Failure
from lab.clouds.vendors import rules
from lab.clouds.vendors.aws.settings import elsewhere
from lab.clouds.vendors.kinds import Kind, Made, paths

_ZONE: Final = "aws:route53/zone:Zone"
_KEPT_DAYS: Final = frozenset(
    {0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653}
)
"""Source: `retentionInDays` in the CloudWatch Logs API reference of PutRetentionPolicy, 2026-11-21."""


def _kept(inputs: Properties, existing: Existing) -> Iterator[Failure]:
    del existing
    days = inputs.get("retentionInDays")
    if isinstance(days, int) and days not in _KEPT_DAYS:
        shown = ", ".join(str(each) for each in sorted(_KEPT_DAYS))
        yield Failure("retentionInDays", f"is {days}, which is not among {shown} (logs PutRetentionPolicy)")


def _workspace_id(made: Made) -> str:
    digits = made.text("{fresh}")
    return "ws-" + "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:32]))


def _zone_id(made: Made) -> str:
    return "Z" + made.digest("zone")[:20].upper()


KINDS: Final = (
    Kind(
        "aws:amp/workspace:Workspace",
        model="amp.CreateWorkspace",
        identity=_workspace_id,
        outputs={
            "arn": "arn:aws:aps:{region}:{account}:workspace/{id}",
            "prometheusEndpoint": "https://aps-workspaces.{region}.amazonaws.com/workspaces/{id}/",
        },
        replaced_by=paths("kmsKeyArn"),
    ),
    Kind(
        "aws:amp/workspaceConfiguration:WorkspaceConfiguration",
        model="amp.UpdateWorkspaceConfiguration",
        identity="{workspaceId}",
        replaced_by=paths("workspaceId"),
    ),
    Kind(
        "aws:amp/ruleGroupNamespace:RuleGroupNamespace",
        model="amp.CreateRuleGroupsNamespace",
        name=AutoName(most_characters=128),
        identity="arn:aws:aps:{region}:{account}:rulegroupsnamespace/{workspaceId}/{name}",
        outputs={"arn": "{id}"},
        replaced_by=paths("name workspaceId"),
    ),
    Kind(
        "aws:amp/alertManagerDefinition:AlertManagerDefinition",
        model="amp.CreateAlertManagerDefinition",
        renames={"definition": "data"},
        identity="{workspaceId}",
        replaced_by=paths("workspaceId"),
    ),
    Kind(
        "aws:sns/topic:Topic",
        model="sns.CreateTopic",
        name=AutoName(most_characters=256),
        identity="arn:aws:sns:{region}:{account}:{name}",
        outputs={"arn": "{id}", "owner": "{account}"},
        replaced_by=paths("fifoTopic name namePrefix"),
        rules=(
            rules.named(
                "name",
                r"[A-Za-z0-9_-]{1,256}(\.fifo)?",
                "topic names are 1 to 256 letters, digits, - and _ (InvalidParameter)",
            ),
            rules.document("policy"),
        ),
    ),
    Kind(
        "aws:sns/topicSubscription:TopicSubscription",
        model="sns.Subscribe",
        renames={"topic": "TopicArn"},
        identity="{topic}:{fresh:8}",
        outputs={"arn": "{id}", "ownerId": "{account}", "pendingConfirmation": True},
        replaced_by=paths("endpoint protocol topic"),
        rules=(
            rules.named(
                "protocol",
                "application|email|email-json|firehose|http|https|lambda|sms|sqs",
                "see https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html",
            ),
        ),
    ),
    Kind(
        "aws:sns/topicPolicy:TopicPolicy",
        model="sns.SetTopicAttributes",
        renames={"arn": "TopicArn"},
        identity="{arn}",
        outputs={"owner": "{account}"},
        replaced_by=paths("arn"),
        rules=(rules.document("policy"),),
    ),
    Kind(
        "aws:cloudwatch/logGroup:LogGroup",
        model="logs.CreateLogGroup",
        renames={"name": "logGroupName"},
        name=AutoName(most_characters=512),
        identity=elsewhere("{name}"),
        outputs={"arn": "arn:aws:logs:{region}:{account}:log-group:{name}"},
        replaced_by=paths("logGroupClass name namePrefix"),
        rules=(_kept,),
    ),
    Kind(
        "aws:cloudwatch/metricAlarm:MetricAlarm",
        model="cloudwatch.PutMetricAlarm",
        renames={"name": "AlarmName", "metricQueries": "Metrics"},
        name=AutoName(most_characters=255),
        identity="{name}",
        outputs={"arn": "arn:aws:cloudwatch:{region}:{account}:alarm:{name}"},
        replaced_by=paths("name"),
    ),
    Kind(
        "aws:cloudwatch/dashboard:Dashboard",
        model="cloudwatch.PutDashboard",
        identity="{dashboardName}",
        outputs={"dashboardArn": "arn:aws:cloudwatch::{account}:dashboard/{dashboardName}"},
        replaced_by=paths("dashboardName"),
        rules=(
            rules.document("dashboardBody"),
            rules.named(
                "dashboardName",
                r"[A-Za-z0-9_-]{1,255}",
                "dashboards are called by letters, digits, - and _ (InvalidParameterInput)",
            ),
        ),
    ),
    Kind(
        "aws:budgets/budget:Budget",
        model="budgets.CreateBudget.Budget",
        renames={"name": "BudgetName"},
        elsewhere={"notifications": "budgets.CreateBudget.NotificationsWithSubscribers.Notification"},
        name=AutoName(most_characters=100),
        identity="{account}:{name}",
        outputs={"arn": "arn:aws:budgets::{account}:budget/{name}", "accountId": "{account}"},
        replaced_by=paths("accountId name namePrefix"),
    ),
    Kind(
        _ZONE,
        model="route53.CreateHostedZone",
        supplied=frozenset({"CallerReference"}),
        identity=_zone_id,
        outputs={
            "arn": "arn:aws:route53:::hostedzone/{id}",
            "zoneId": "{id}",
            "nameServers": ["ns-1.awsdns-01.com", "ns-2.awsdns-02.net", "ns-3.awsdns-03.org", "ns-4.awsdns-04.co.uk"],
            "primaryNameServer": "ns-1.awsdns-01.com",
        },
        replaced_by=paths("delegationSetId name"),
    ),
    Kind(
        "aws:route53/record:Record",
        model="route53.ChangeResourceRecordSets.ChangeBatch.Changes.ResourceRecordSet",
        renames={"zoneId": "", "records": ""},
        identity="{zoneId}_{name}_{type}",
        outputs={"fqdn": "{name}"},
        replaced_by=paths("name type zoneId"),
        needs={"zoneId": _ZONE},
    ),
)
