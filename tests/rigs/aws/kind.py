"""What it takes to hold a type of resource in the emulator: create it, read it back."""

# pyright: basic

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import ParamValidationError

from lab.clouds.vendors.aws.requests import request
from lab.clouds.vendors.checking import Naming, refusals

Inputs = Mapping[str, Any]
_KEYS = {"aws_access_key_id": "nobody", "aws_secret_access_key": "nothing"}
"""Moto asks for keys, and takes any."""

_ONCE = Config(retries={"max_attempts": 1}, parameter_validation=True)


@dataclass(frozen=True, slots=True)
class Account:
    """The emulated account, region by region.

    Attributes:
        number: its twelve digits.
        region: where things are unless they say otherwise.
    """

    number: str
    region: str
    _clients: dict[tuple[str, str], Any] = field(default_factory=dict[tuple[str, str], Any])

    def client(self, service: str, inputs: Inputs | None = None) -> Any:
        """A client of a service in the region that the inputs name, or in the account's own."""
        region = (inputs or {}).get("region") or self.region
        if (service, region) not in self._clients:
            client = boto3.client(service, region_name=region, config=_ONCE, **_KEYS)
            client.meta.events.register("provide-client-params", refuse_what_aws_would)
            self._clients[service, region] = client
        return self._clients[service, region]


@dataclass(frozen=True, slots=True)
class Created:
    """What the emulator made of a resource.

    Attributes:
        id: its Pulumi id.
        outputs: what the program can read of it, beside what it declared.
    """

    id: str
    outputs: Inputs = field(default_factory=dict[str, Any])


def refuse_what_aws_would(params: dict[str, Any], model: Any, **rest: object) -> None:
    """Holds a request against AWS's own model of it: moto takes any text where AWS takes one of a few.

    Raises:
        ParamValidationError: with everything that is wrong.
    """
    del rest
    shape = request(f"{model.service_model.service_name}.{model.name}")
    sent = {name: value.decode() if isinstance(value, bytes) else value for name, value in params.items()}
    if failures := list(refusals(sent, shape, None, Naming(renames={}))):
        raise ParamValidationError(report="; ".join(f"{each.property} {each.reason}" for each in failures))


Create = Callable[[Account, str, Inputs], Created]
Read = Callable[[Account, str, Inputs], Inputs]


@dataclass(frozen=True, slots=True)
class Kind:
    """How the emulator holds one type of resource.

    Attributes:
        create: makes it, under the name it was given or, without one, the program's.
        read: what the emulator holds, as inputs by name; an input that is not among them counts as lost.
        unread: inputs that the emulator does not give back, and why; `a.b` is b within a, or within each of its items.
    """

    create: Create
    read: Read
    unread: Mapping[str, str] = field(default_factory=dict[str, str])


def wire(inputs: Inputs, names: Mapping[str, str]) -> dict[str, Any]:
    """The inputs that are there, under the API's names."""
    return {names[key]: value for key, value in inputs.items() if key in names}


def declared(held: Inputs, names: Mapping[str, str]) -> dict[str, Any]:
    """What the API holds, under the names of the inputs."""
    return {key: held[name] for key, name in names.items() if name in held}


def as_tags(inputs: Inputs) -> list[dict[str, str]]:
    """Tags as most services want them."""
    return [{"Key": key, "Value": value} for key, value in (inputs.get("tags") or {}).items()]


def from_tags(tags: list[dict[str, str]]) -> dict[str, str]:
    """Tags as a program declares them."""
    return {tag["Key"]: tag["Value"] for tag in tags}


def nothing(account: Account, identifier: str, inputs: Inputs) -> Inputs:
    """Reads nothing, for kinds whose every input is explained in `unread`."""
    del account, identifier, inputs
    return {}
