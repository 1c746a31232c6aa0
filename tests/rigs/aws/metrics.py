"""Amazon Managed Prometheus: the workspace, its rules and where its alerts go."""

# pyright: basic

import base64

from tests.rigs.aws.kind import Account, Created, Inputs, Kind, nothing


def _create_workspace(account: Account, name: str, inputs: Inputs) -> Created:
    amp = account.client("amp", inputs)
    key = {"kmsKeyArn": inputs["kmsKeyArn"]} if "kmsKeyArn" in inputs else {}
    made = amp.create_workspace(alias=inputs.get("alias", name), **key)
    if "loggingConfiguration" in inputs:
        amp.create_logging_configuration(
            workspaceId=made["workspaceId"], logGroupArn=inputs["loggingConfiguration"]["logGroupArn"]
        )
    endpoint = amp.describe_workspace(workspaceId=made["workspaceId"])["workspace"]["prometheusEndpoint"]
    return Created(made["workspaceId"], {"arn": made["arn"], "prometheusEndpoint": endpoint})


def _read_workspace(account: Account, identifier: str, inputs: Inputs) -> Inputs:
    amp = account.client("amp", inputs)
    held = amp.describe_workspace(workspaceId=identifier)["workspace"]
    found = {"alias": held["alias"]}
    if "loggingConfiguration" not in inputs:
        return found
    logging = amp.describe_logging_configuration(workspaceId=identifier)["loggingConfiguration"]
    return {**found, "loggingConfiguration": {"logGroupArn": logging["logGroupArn"]}}


def _create_rules(account: Account, name: str, inputs: Inputs) -> Created:
    rules = inputs.get("name", name)
    made = account.client("amp", inputs).create_rule_groups_namespace(
        workspaceId=inputs["workspaceId"], name=rules, data=inputs["data"].encode()
    )
    return Created(made["arn"])


def _read_rules(account: Account, identifier: str, inputs: Inputs) -> Inputs:
    name = identifier.rpartition("/")[2]
    held = account.client("amp", inputs).describe_rule_groups_namespace(workspaceId=inputs["workspaceId"], name=name)
    data: bytes = held["ruleGroupsNamespace"]["data"]
    return {"workspaceId": inputs["workspaceId"], "name": name, "data": _text(data)}


def _text(data: bytes) -> str:
    """What was sent; moto hands it back as it travelled."""
    try:
        return base64.b64decode(data, validate=True).decode()
    except ValueError:
        return data.decode()


def _create_retention(account: Account, name: str, inputs: Inputs) -> Created:
    del name
    account.client("amp", inputs).update_workspace_configuration(
        workspaceId=inputs["workspaceId"], retentionPeriodInDays=int(inputs["retentionPeriodInDays"])
    )
    return Created(inputs["workspaceId"])


def _create_routes(account: Account, name: str, inputs: Inputs) -> Created:
    del name
    account.client("amp", inputs).create_alert_manager_definition(
        workspaceId=inputs["workspaceId"], data=inputs["definition"].encode()
    )
    return Created(inputs["workspaceId"])


KINDS = {
    "aws:amp/workspace:Workspace": Kind(
        _create_workspace, _read_workspace, {"kmsKeyArn": "moto's workspaces do not have it"}
    ),
    "aws:amp/ruleGroupNamespace:RuleGroupNamespace": Kind(_create_rules, _read_rules),
    "aws:amp/workspaceConfiguration:WorkspaceConfiguration": Kind(_create_retention, nothing),
    "aws:amp/alertManagerDefinition:AlertManagerDefinition": Kind(_create_routes, nothing),
}
