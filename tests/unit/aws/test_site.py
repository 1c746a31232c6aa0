"""Names in an account: legal and short enough, whatever an environment and its parts are called."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.naming import NAME_PATTERN
from providers.aws.node_group import NodesRequest, group_name
from providers.aws.site import Site
from providers.aws.zones import ZONES
from tests.rigs.aws_settings import ACCOUNT, REGION
from tests.rigs.environments import Shape

names = st.from_regex(NAME_PATTERN, fullmatch=True)
regions = st.sampled_from(sorted(ZONES))


@given(environment=names, region=regions, part=names)
def test_names_are_within_the_limits_of_their_services(environment: str, region: str, part: str) -> None:
    site = Site(environment=environment, region=region, account_id=ACCOUNT)
    assert re.fullmatch(r"[a-z0-9][a-z0-9-]{1,61}[a-z0-9]", site.bucket())
    assert re.fullmatch(r"[\w+=,.@-]{1,64}", site.role(f"model-{part}"))
    assert re.fullmatch(r"[0-9A-Za-z][A-Za-z0-9_-]{0,99}", site.cluster)
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,256}", site.named("notices"))


@given(name=names, fallback=st.booleans())
def test_node_groups_have_names_that_eks_takes(name: str, fallback: bool) -> None:
    shape = Shape(vcpu=4, memory_gib=16)
    request = NodesRequest(
        site=Site(environment="test", region=REGION, account_id=ACCOUNT),
        name=f"{name}_fallback" if fallback else name,
        machine="m7i.xlarge",
        architecture=shape.architecture,
        labels={},
        taints=(),
        spot=False,
        min=0,
        max=1,
        initial=0,
        disk_gib=100,
        accelerators=0,
        key_arn=None,
    )
    assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,62}", group_name(request))


@given(environment=names, one=regions, other=regions)
def test_two_regions_share_no_name_that_is_the_whole_accounts(environment: str, one: str, other: str) -> None:
    here, there = (Site(environment=environment, region=region, account_id=ACCOUNT) for region in (one, other))
    assert (here.role("node") == there.role("node")) is (one == other)
    assert (here.bucket() == there.bucket()) is (one == other)


@pytest.mark.parametrize(
    ("region", "arn", "address"),
    [
        ("eu-west-1", "arn:aws:s3:::models", ".ecr.eu-west-1.amazonaws.com/"),
        ("cn-north-1", "arn:aws-cn:s3:::models", ".ecr.cn-north-1.amazonaws.com.cn/"),
        ("us-gov-west-1", "arn:aws-us-gov:s3:::models", ".ecr.us-gov-west-1.amazonaws.com/"),
    ],
)
def test_each_part_of_aws_has_its_own_arns_and_addresses(region: str, arn: str, address: str) -> None:
    site = Site(environment="test", region=region, account_id=ACCOUNT)
    assert site.bucket_arn("models") == arn
    assert address in site.images
