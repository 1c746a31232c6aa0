"""What the functions of Pulumi's AWS provider answer."""

from collections.abc import Mapping
from typing import Final

from lab.clouds.values import Properties, Value
from lab.clouds.vendor import Existing
from lab.clouds.vendors.modelled import Function

_NAMES: Final = "abc"


def _caller(arguments: Properties, settings: Mapping[str, str], existing: Existing) -> dict[str, Value]:
    del arguments, existing
    account = settings["account"]
    return {
        "id": account,
        "accountId": account,
        "arn": f"arn:aws:iam::{account}:user/rehearsal",
        "userId": "AIDAREHEARSAL000000",
    }


def _zones(arguments: Properties, settings: Mapping[str, str], existing: Existing) -> dict[str, Value]:
    del arguments, existing
    region = settings["region"]
    return {
        "id": region,
        "names": [f"{region}{letter}" for letter in _NAMES],
        "zoneIds": [f"{_short(region)}-az{number}" for number in range(1, len(_NAMES) + 1)],
        "groupNames": [region],
    }


def _partition(arguments: Properties, settings: Mapping[str, str], existing: Existing) -> dict[str, Value]:
    del arguments, settings, existing
    return {"id": "aws", "partition": "aws", "dnsSuffix": "amazonaws.com", "reverseDnsPrefix": "com.amazonaws"}


def _region(arguments: Properties, settings: Mapping[str, str], existing: Existing) -> dict[str, Value]:
    del existing
    region = str(arguments.get("region") or arguments.get("name") or settings["region"])
    return {
        "id": region,
        "name": region,
        "region": region,
        "endpoint": f"ec2.{region}.amazonaws.com",
        "description": region,
    }


def _parameter(arguments: Properties, settings: Mapping[str, str], existing: Existing) -> dict[str, Value]:
    """AWS's public parameters are mostly asked for the image of a node."""
    del existing
    name = str(arguments.get("name"))
    arn = f"arn:aws:ssm:{settings['region']}::parameter{name}"
    return {"id": name, "name": name, "arn": arn, "type": "String", "value": "ami-0123456789abcdef0", "version": 1}


def _short(region: str) -> str:
    """`eu-west-1` → `euw1`, as zones' ids begin."""
    area, direction, number = region.rsplit("-", 2)
    words = {"northeast": "ne", "northwest": "nw", "southeast": "se", "southwest": "sw"}
    return area.replace("-", "") + words.get(direction, direction[0]) + number


FUNCTIONS: Final[Mapping[str, Function]] = {
    "aws:index/getCallerIdentity:getCallerIdentity": _caller,
    "aws:index/getAvailabilityZones:getAvailabilityZones": _zones,
    "aws:index/getPartition:getPartition": _partition,
    "aws:index/getRegion:getRegion": _region,
    "aws:ssm/getParameter:getParameter": _parameter,
}
