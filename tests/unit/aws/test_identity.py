"""Who pods are: a role for one service account of one cluster, and no more rights than its work takes."""

import pytest

from components.specs import ServingSpec
from tests.rigs.aws_settings import ACCOUNT, REGION, plan, policy
from tests.rigs.environments import environment, model
from transship.plan.recorder import Recording

ROLE = "aws:iam/role:Role"
POLICY = "aws:iam/rolePolicy:RolePolicy"
ASSOCIATION = "aws:eks/podIdentityAssociation:PodIdentityAssociation"
BUCKET = "[registry-objects.arn]"
CLUSTER_ARN = f"arn:aws:eks:{REGION}:{ACCOUNT}:cluster/transship-test"


@pytest.fixture(scope="module")
def recording() -> Recording:
    return plan(environment(models=(model(name="fraud"), model(name="vision"))))


def test_a_model_may_read_its_own_files_and_nothing_else(recording: Recording) -> None:
    assert policy(recording.one(POLICY, "fraud-role")) == [
        {"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": f"{BUCKET}/models/fraud/*"},
        {
            "Effect": "Allow",
            "Action": ["s3:ListBucket"],
            "Resource": BUCKET,
            "Condition": {"StringLike": {"s3:prefix": ["models/fraud/", "models/fraud/*"]}},
        },
    ]


def test_a_model_may_decrypt_under_the_environments_key_and_no_other() -> None:
    recording = plan(environment(serving=ServingSpec(customer_keys=True)))
    decrypting = [each for each in policy(recording.one(POLICY, "fraud-role")) if "kms:Decrypt" in each["Action"]]
    assert decrypting == [{"Effect": "Allow", "Action": ["kms:Decrypt"], "Resource": "[registry-key.arn]"}]


def test_a_models_role_is_for_its_own_service_account_of_this_cluster(recording: Recording) -> None:
    (trust,) = policy(recording.one(ROLE, "fraud-role"), "assumeRolePolicy")
    assert trust["Principal"] == {"Service": "pods.eks.amazonaws.com"}
    assert trust["Condition"] == {
        "StringEquals": {
            "aws:SourceAccount": ACCOUNT,
            "aws:RequestTag/eks-cluster-arn": CLUSTER_ARN,
            "aws:RequestTag/kubernetes-namespace": "transship-test",
            "aws:RequestTag/kubernetes-service-account": "fraud",
        }
    }


def test_the_cluster_knows_which_pods_get_the_role(recording: Recording) -> None:
    association = recording.one(ASSOCIATION, "vision-identity").inputs
    assert (association["namespace"], association["serviceAccount"]) == ("transship-test", "vision")
    assert association["roleArn"] == "[vision-role.arn]"


def test_no_pod_starts_before_its_role_is_there(recording: Recording) -> None:
    association = recording.one(ASSOCIATION, "fraud-identity")
    account = recording.one("kubernetes:core/v1:ServiceAccount", "fraud-account")
    (deployment,) = [each for each in recording.of("kubernetes:apps/v1:Deployment") if each.name.startswith("fraud")]
    assert recording.one(POLICY, "fraud-role").urn in association.dependencies
    assert association.urn in account.dependencies
    assert account.urn in deployment.dependencies


def test_pods_reach_the_agent_that_hands_out_credentials(recording: Recording) -> None:
    allowed = recording.one("kubernetes:networking.k8s.io/v1:NetworkPolicy", "cluster-policy-allow-credentials-80")
    (rule,) = allowed.inputs["spec"]["egress"]
    assert rule["to"] == [{"ipBlock": {"cidr": "169.254.170.23/32"}}]
    assert rule["ports"] == [{"port": 80, "protocol": "TCP"}]


def test_no_key_is_stored_anywhere(recording: Recording) -> None:
    types = {resource.type for resource in recording.resources}
    assert not types & {"aws:iam/accessKey:AccessKey", "aws:iam/user:User"}
    assert not [each.name for each in recording.of("kubernetes:core/v1:Secret")]


def test_only_looking_around_is_allowed_on_everything(recording: Recording) -> None:
    """A statement over `*` holds what AWS cannot narrow: describing, and nothing that changes or reads content."""
    wide = [
        action
        for each in recording.of(POLICY)
        for statement in policy(each)
        if statement["Resource"] == "*"
        for action in statement["Action"]
    ]
    assert wide
    assert [action for action in wide if not action.split(":")[1].startswith(("Describe", "GetInstanceTypes"))] == []


def test_no_statement_allows_every_action(recording: Recording) -> None:
    actions = [action for each in recording.of(POLICY) for statement in policy(each) for action in statement["Action"]]
    assert actions
    assert [action for action in actions if "*" in action] == []


def test_role_names_of_long_names_fit() -> None:
    name = "m" * 40
    recording = plan(environment(models=(model(name=name),)))
    names = [role.inputs["name"] for role in recording.of(ROLE)]
    assert max(len(each) for each in names) <= 64
    assert len(set(names)) == len(names)
