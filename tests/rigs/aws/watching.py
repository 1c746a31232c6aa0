"""What watches over an environment: logs, topics, budgets, metrics."""

# pyright: basic

from typing import Any

from tests.rigs.aws.kind import Account, Created, Inputs, Kind


def _create_logs(account: Account, name: str, inputs: Inputs) -> Created:
    logs, group = account.client("logs", inputs), inputs.get("name", name)
    logs.create_log_group(logGroupName=group, **({"kmsKeyId": inputs["kmsKeyId"]} if "kmsKeyId" in inputs else {}))
    if "retentionInDays" in inputs:
        logs.put_retention_policy(logGroupName=group, retentionInDays=int(inputs["retentionInDays"]))
    return Created(group, {"name": group, "arn": _logs(account, group, inputs)["arn"].removesuffix(":*")})


def _logs(account: Account, group: str, inputs: Inputs) -> dict[str, Any]:
    found = account.client("logs", inputs).describe_log_groups(logGroupNamePrefix=group)["logGroups"]
    return next(each for each in found if each["logGroupName"] == group)


def _read_logs(account: Account, identifier: str, inputs: Inputs) -> Inputs:
    held = _logs(account, identifier, inputs)
    return {
        "name": held["logGroupName"],
        "retentionInDays": held.get("retentionInDays"),
        "kmsKeyId": held.get("kmsKeyId"),
    }


_TOPIC = {"displayName": "DisplayName", "kmsMasterKeyId": "KmsMasterKeyId", "policy": "Policy"}


def _create_topic(account: Account, name: str, inputs: Inputs) -> Created:
    attributes = {api: inputs[key] for key, api in _TOPIC.items() if key in inputs}
    made = account.client("sns", inputs).create_topic(Name=inputs.get("name", name), Attributes=attributes)
    return Created(made["TopicArn"], {"arn": made["TopicArn"], "name": inputs.get("name", name)})


def _read_topic(account: Account, identifier: str, inputs: Inputs) -> Inputs:
    held = account.client("sns", inputs).get_topic_attributes(TopicArn=identifier)["Attributes"]
    return {"name": identifier.rpartition(":")[2], **{key: held.get(api) for key, api in _TOPIC.items()}}


def _create_topic_policy(account: Account, name: str, inputs: Inputs) -> Created:
    del name
    account.client("sns", inputs).set_topic_attributes(
        TopicArn=inputs["arn"], AttributeName="Policy", AttributeValue=inputs["policy"]
    )
    return Created(inputs["arn"])


def _read_topic_policy(account: Account, identifier: str, inputs: Inputs) -> Inputs:
    held = account.client("sns", inputs).get_topic_attributes(TopicArn=identifier)["Attributes"]
    return {"arn": identifier, "policy": held["Policy"]}


def _create_subscription(account: Account, name: str, inputs: Inputs) -> Created:
    del name
    made = account.client("sns", inputs).subscribe(
        TopicArn=inputs["topic"], Protocol=inputs["protocol"], Endpoint=inputs["endpoint"], ReturnSubscriptionArn=True
    )
    return Created(made["SubscriptionArn"])


def _read_subscription(account: Account, identifier: str, inputs: Inputs) -> Inputs:
    held = account.client("sns", inputs).get_subscription_attributes(SubscriptionArn=identifier)["Attributes"]
    return {"topic": held["TopicArn"], "protocol": held["Protocol"], "endpoint": held["Endpoint"]}


def _create_budget(account: Account, name: str, inputs: Inputs) -> Created:
    budget = inputs.get("name", name)
    account.client("budgets").create_budget(
        AccountId=account.number,
        Budget={
            "BudgetName": budget,
            "BudgetType": inputs["budgetType"],
            "TimeUnit": inputs["timeUnit"],
            "BudgetLimit": {"Amount": inputs["limitAmount"], "Unit": inputs["limitUnit"]},
            "CostFilters": {each["name"]: each["values"] for each in inputs.get("costFilters", [])},
        },
        NotificationsWithSubscribers=[_notification(each) for each in inputs.get("notifications", [])],
    )
    return Created(f"{account.number}:{budget}")


def _notification(declared: Inputs) -> dict[str, Any]:
    emails = [{"SubscriptionType": "EMAIL", "Address": each} for each in declared.get("subscriberEmailAddresses", [])]
    topics = [{"SubscriptionType": "SNS", "Address": each} for each in declared.get("subscriberSnsTopicArns", [])]
    return {
        "Notification": {
            "NotificationType": declared["notificationType"],
            "ComparisonOperator": declared["comparisonOperator"],
            "Threshold": float(declared["threshold"]),
            "ThresholdType": declared["thresholdType"],
        },
        "Subscribers": [*emails, *topics],
    }


def _read_budget(account: Account, identifier: str, inputs: Inputs) -> Inputs:
    del inputs
    name = identifier.partition(":")[2]
    held = account.client("budgets").describe_budget(AccountId=account.number, BudgetName=name)["Budget"]
    return {
        "name": held["BudgetName"],
        "budgetType": held["BudgetType"],
        "timeUnit": held["TimeUnit"],
        "limitAmount": held["BudgetLimit"]["Amount"],
        "limitUnit": held["BudgetLimit"]["Unit"],
        "costFilters": [{"name": key, "values": values} for key, values in held.get("CostFilters", {}).items()],
    }


KINDS = {
    "aws:cloudwatch/logGroup:LogGroup": Kind(_create_logs, _read_logs),
    "aws:sns/topic:Topic": Kind(_create_topic, _read_topic),
    "aws:sns/topicPolicy:TopicPolicy": Kind(_create_topic_policy, _read_topic_policy),
    "aws:sns/topicSubscription:TopicSubscription": Kind(_create_subscription, _read_subscription),
    "aws:budgets/budget:Budget": Kind(
        _create_budget,
        _read_budget,
        {"notifications": "moto gives them back without whom they tell; the request itself is checked"},
    ),
}
