"""What exists in a pretended cloud, and what cannot be taken away."""

import multiprocessing
from pathlib import Path

import pytest

from components.errors import NotFoundError
from lab.clouds.account import Account, AlreadyThereError
from lab.clouds.values import Value
from lab.clouds.vendor import Reference, Standing

VPC, SUBNET = "aws:ec2/vpc:Vpc", "aws:ec2/subnet:Subnet"
ADDERS = 4
EACH = 25


@pytest.fixture
def account(tmp_path: Path) -> Account:
    """An empty account."""
    return Account.create(tmp_path / "account.db")


def standing(token: str, identity: str) -> Standing:
    inputs: dict[str, Value] = {"tags": {"Owner": "tests"}, "ids": ["a", "b"]}
    return Standing(token=token, id=identity, urn=f"urn:{identity}", name=identity, inputs=inputs, outputs=inputs)


def test_what_is_there_is_found_by_every_handle(account: Account) -> None:
    network = standing(VPC, "vpc-1")
    account.add(network, ["arn:vpc-1"], ())
    assert account.resources() == [network]
    assert account.find(VPC, "arn:vpc-1") == account.find("", "vpc-1") == network
    assert account.find(SUBNET, "vpc-1") is None
    with pytest.raises(AlreadyThereError):
        account.add(network, (), ())


def test_users_are_those_who_refer_to_any_handle(account: Account) -> None:
    network = standing(VPC, "vpc-1")
    account.add(network, ["arn:vpc-1"], [Reference("vpc-1", VPC)])
    account.add(standing(SUBNET, "subnet-1"), (), [Reference("vpc-1", VPC)])
    account.add(standing(SUBNET, "subnet-2"), (), [Reference("arn:vpc-1")])
    account.add(standing(SUBNET, "subnet-3"), (), [Reference("vpc-1", SUBNET)])
    assert account.users(network) == ["subnet-1", "subnet-2"]
    account.change(standing(SUBNET, "subnet-1"), (), ())
    account.remove("subnet-2")
    assert account.users(network) == []


@pytest.mark.parametrize(
    ("path", "expected"), [("tags.Owner", {"Owner": "me"}), ("tags.New", {"Owner": "tests", "New": "me"})]
)
def test_drift_changes_inputs_and_outputs(account: Account, path: str, expected: dict[str, str]) -> None:
    account.add(standing(VPC, "vpc-1"), (), ())
    account.drift("vpc-1", path, "me")
    (now,) = account.resources()
    assert now.inputs["tags"] == now.outputs["tags"] == expected


@pytest.mark.parametrize("path", ["none.Owner", "ids[7]", "ids.Owner"])
def test_drift_where_nothing_is_says_so(account: Account, path: str) -> None:
    account.add(standing(VPC, "vpc-1"), (), ())
    with pytest.raises(NotFoundError, match=path.split("[", maxsplit=1)[0]):
        account.drift("vpc-1", path, "me")


def test_who_is_not_there_is_told_with_the_nearest(account: Account) -> None:
    account.add(standing(VPC, "vpc-1"), (), ())
    with pytest.raises(NotFoundError) as raised:
        account.remove("vpc-2")
    assert raised.value.problems[0].hint == "vpc-1"


def add_many(path: Path, which: int) -> None:
    account = Account(path)
    for number in range(EACH):
        account.add(standing(VPC, f"vpc-{which}-{number}"), (), ())
        account.counted("adding")


def test_processes_share_an_account(account: Account) -> None:
    """Each adds and counts; nothing is lost, nothing refused."""
    context = multiprocessing.get_context("spawn")
    adders = [context.Process(target=add_many, args=[account.path, which]) for which in range(ADDERS)]
    for adder in adders:
        adder.start()
    for adder in adders:
        adder.join()
    assert [adder.exitcode for adder in adders] == [0] * ADDERS
    assert len(account.resources()) == account.counted("adding") == ADDERS * EACH
