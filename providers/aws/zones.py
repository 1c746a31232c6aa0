"""The availability zones that EKS takes, by id: the same id is the same place in every account. Pure.

Source: https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html; without use1-az3,
usw1-az2 and cac1-az3, which EKS leaves out: https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html
(2026-11-21).
"""

DEFAULT_ZONES = 3

ZONES = {
    "us-east-1": ("use1-az1", "use1-az2", "use1-az4", "use1-az5", "use1-az6"),
    "us-east-2": ("use2-az1", "use2-az2", "use2-az3"),
    "us-west-1": ("usw1-az1", "usw1-az3"),
    "us-west-2": ("usw2-az1", "usw2-az2", "usw2-az3", "usw2-az4"),
    "ca-central-1": ("cac1-az1", "cac1-az2", "cac1-az4"),
    "eu-west-1": ("euw1-az1", "euw1-az2", "euw1-az3"),
    "eu-west-2": ("euw2-az1", "euw2-az2", "euw2-az3"),
    "eu-west-3": ("euw3-az1", "euw3-az2", "euw3-az3"),
    "eu-central-1": ("euc1-az1", "euc1-az2", "euc1-az3"),
    "eu-north-1": ("eun1-az1", "eun1-az2", "eun1-az3"),
    "eu-south-1": ("eus1-az1", "eus1-az2", "eus1-az3"),
    "ap-northeast-1": ("apne1-az1", "apne1-az2", "apne1-az4"),
    "ap-northeast-2": ("apne2-az1", "apne2-az2", "apne2-az3", "apne2-az4"),
    "ap-south-1": ("aps1-az1", "aps1-az2", "aps1-az3"),
    "ap-southeast-1": ("apse1-az1", "apse1-az2", "apse1-az3"),
    "ap-southeast-2": ("apse2-az1", "apse2-az2", "apse2-az3"),
    "sa-east-1": ("sae1-az1", "sae1-az2", "sae1-az3"),
}


def zones(region: str, chosen: tuple[str, ...]) -> tuple[str, ...]:
    """The zones of an environment: those it names, or the region's first three; none of a region that is not known."""
    return chosen or ZONES.get(region, ())[:DEFAULT_ZONES]
