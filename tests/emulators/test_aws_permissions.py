"""Who may do what, by the words of the policies in a plan: a model's role reads its own files and nothing else."""

import json
from pathlib import Path

import pytest

from tests.emulators.aws_stacks import MOST, STACKS, with_everything_on
from tests.rigs.aws.permissions import Request, Statement, allows, statements
from transship.plan.stack import Plan, plan_stack

BUCKET = "[registry-objects.arn]"
"""What a plan calls the bucket with the models."""

IDENTITY = "aws:eks/podIdentityAssociation:PodIdentityAssociation"
READS_OF_EVERYTHING = ("Describe", "Get", "List")
"""What an action that is allowed on everything may begin with: such as that knows no narrower resource."""


@pytest.fixture(scope="module", params=STACKS)
def plan(request: pytest.FixtureRequest) -> Plan:
    return plan_stack(request.param)


def models_of(plan: Plan) -> list[str]:
    """The models that the stack serves; each has a role of its own."""
    return [model.name for model in plan.stack.settings.environment.models]


def policies(plan: Plan, role: str) -> list[Statement]:
    """What the stack itself grants to a role."""
    name = plan.recording.one("aws:iam/role:Role", role).inputs["name"]
    granted = plan.recording.of("aws:iam/rolePolicy:RolePolicy")
    return statements([policy.inputs["policy"] for policy in granted if policy.inputs["role"] == name])


@pytest.mark.parametrize(
    ("action", "path", "prefix", "allowed"),
    [
        ("s3:GetObject", "/models/{model}/7/files-1/a.onnx", None, True),
        ("s3:ListBucket", "", "models/{model}/", True),
        ("s3:ListBucket", "", "models/{model}/7/", True),
        ("s3:ListBucket", "", "models/", False),
        ("s3:ListBucket", "", "", False),
        ("s3:ListBucket", "", "models/{model}-2/", False),
        ("s3:ListBucket", "", None, False),
        ("s3:GetObject", "/models/{model}-2/7/a.onnx", None, False),
        ("s3:GetObject", "/aliases/{model}/production/000001.json", None, False),
        ("s3:GetObjectVersion", "/models/{model}/7/a.onnx", None, False),
        ("s3:PutObject", "/models/{model}/7/a.onnx", None, False),
        ("s3:DeleteObject", "/models/{model}/7/a.onnx", None, False),
        ("s3:PutBucketPolicy", "", None, False),
        ("iam:PassRole", "", None, False),
    ],
)
def test_a_models_role_reads_its_own_files_and_nothing_else(
    plan: Plan, action: str, path: str, prefix: str | None, allowed: bool
) -> None:
    assert models_of(plan)
    for model in models_of(plan):
        context = {} if prefix is None else {"s3:prefix": prefix.format(model=model)}
        request = Request(action, BUCKET + path.format(model=model), context)
        assert allows(policies(plan, f"{model}-role"), request) is allowed, model


@pytest.mark.parametrize(
    ("changed", "service", "allowed"),
    [
        ({}, "pods.eks.amazonaws.com", True),
        ({"aws:RequestTag/kubernetes-service-account": "somebody"}, "pods.eks.amazonaws.com", False),
        ({"aws:RequestTag/kubernetes-namespace": "default"}, "pods.eks.amazonaws.com", False),
        ({"aws:RequestTag/eks-cluster-arn": "arn:aws:eks:eu-west-1:1:cluster/other"}, "pods.eks.amazonaws.com", False),
        ({"aws:SourceAccount": "999999999999"}, "pods.eks.amazonaws.com", False),
        ({}, "ec2.amazonaws.com", False),
        ({}, "", False),
    ],
)
def test_a_models_role_is_for_its_own_pods(plan: Plan, changed: dict[str, str], service: str, allowed: bool) -> None:
    cluster = plan.recording.of("aws:eks/cluster:Cluster")[0].inputs["name"]
    account, region = (
        plan.recording.of("pulumi:providers:aws")[0].inputs["allowedAccountIds"],
        plan.stack.settings.region,
    )
    number = json.loads(account)[0] if isinstance(account, str) else account[0]
    for model in models_of(plan):
        pod = {
            "aws:SourceAccount": number,
            "aws:RequestTag/eks-cluster-arn": f"arn:aws:eks:{region}:{number}:cluster/{cluster}",
            "aws:RequestTag/kubernetes-namespace": plan.recording.one(IDENTITY, f"{model}-identity").inputs[
                "namespace"
            ],
            "aws:RequestTag/kubernetes-service-account": model,
        }
        trust = statements([plan.recording.one("aws:iam/role:Role", f"{model}-role").inputs["assumeRolePolicy"]])
        request = Request("sts:AssumeRole", context={**pod, **changed}, service=service)
        assert allows(trust, request) is allowed, model


def test_keys_of_the_customers_own_are_for_reading(tmp_path: Path) -> None:
    plan = plan_stack(MOST, with_everything_on(tmp_path))
    assert {key.name for key in plan.recording.of("aws:kms/key:Key")} == {"registry-key", "registry-replica-key"}
    assert models_of(plan)
    for model in models_of(plan):
        granted = policies(plan, f"{model}-role")
        uses = {use: allows(granted, Request(f"kms:{use}", "[registry-key.arn]")) for use in ("Decrypt", "Encrypt")}
        assert uses == {"Decrypt": True, "Encrypt": False}, model
        assert not allows(granted, Request("kms:Decrypt", "[registry-replica-key.arn]"))


def test_nothing_but_reading_is_allowed_on_everything(plan: Plan) -> None:
    roles = [role.name for role in plan.recording.of("aws:iam/role:Role")]
    granted = [statement for role in roles for statement in policies(plan, role)]
    assert granted
    broad = [action for statement in granted if statement["Resource"] == "*" for action in statement["Action"]]
    assert [action for action in broad if not action.partition(":")[2].startswith(READS_OF_EVERYTHING)] == []
    assert [action for statement in granted for action in statement["Action"] if action.endswith("*")] == []


def test_a_condition_that_nobody_can_judge_is_not_passed_over() -> None:
    odd = {
        "Effect": "Allow",
        "Action": "s3:*",
        "Resource": "*",
        "Condition": {"DateLessThan": {"aws:CurrentTime": "x"}},
    }
    with pytest.raises(LookupError, match="DateLessThan"):
        allows([odd], Request("s3:GetObject", "arn:aws:s3:::b/k"))
