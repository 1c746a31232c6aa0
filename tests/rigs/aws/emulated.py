"""Answers a stack's program with an emulated account: each resource is created as it is declared."""

# pyright: basic

import json
import os
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import Any
from unittest.mock import patch

from botocore.exceptions import BotoCoreError, ClientError
from moto import mock_aws
from pulumi.runtime.mocks import MockResourceArgs

from tests.rigs.aws.kind import Account, Inputs, Kind
from tests.rigs.aws.kinds import KINDS
from transship.plan.recorder import Answers

_PREFIX = "aws:"


@dataclass(frozen=True, slots=True)
class Held:
    """A resource that the emulator took."""

    token: str
    name: str
    id: str
    inputs: Inputs


@dataclass(frozen=True, slots=True)
class Refused:
    """A resource that the emulator did not take, and what it said."""

    token: str
    name: str
    error: str


class Emulated(Answers):
    """What stands in for AWS; everything else gets placeholders.

    Args:
        account: the emulated account.
        kinds: how each type is created and read, by its token.
    """

    def __init__(self, account: Account, kinds: Mapping[str, Kind]) -> None:
        self.account = account
        self.held: list[Held] = []
        self.refused: list[Refused] = []
        self.unknown: list[str] = []
        self._kinds = kinds
        # The SDK registers resources from several threads, and moto loses what two of them write at once.
        self._one_at_a_time = Lock()

    def new_resource(self, args: MockResourceArgs) -> tuple[str | None, dict[str, Any]]:
        """Creates it, and answers with the id and the outputs that it has from then on."""
        identifier, outputs = super().new_resource(args)
        if not args.typ.startswith(_PREFIX):
            return identifier, outputs
        kind = self._kinds.get(args.typ)
        if kind is None:
            self.unknown.append(args.typ)
            return identifier, outputs
        with self._one_at_a_time:
            try:
                created = kind.create(self.account, args.name, args.inputs)
            except (ClientError, BotoCoreError) as error:
                self.refused.append(Refused(args.typ, args.name, str(error)))
                return identifier, outputs
            self.held.append(Held(args.typ, args.name, created.id, args.inputs))
        return created.id, {**outputs, **created.outputs}

    def id_of(self, token: str, name: str) -> str:
        """The id of a resource that the emulator took.

        Raises:
            LookupError: it took none of that type and name.
        """
        for held in self.held:
            if (held.token, held.name) == (token, name):
                return held.id
        message = f"the emulator holds no {token} called {name}"
        raise LookupError(message)

    def differences(self) -> list[str]:
        """Where the emulator holds something else than was declared, one line for each input."""
        return [line for held in self.held for line in self._differences(held)]

    def _differences(self, held: Held) -> Iterator[str]:
        kind = self._kinds[held.token]
        wanted = _plain(held.inputs)
        for path in kind.unread:
            _drop(wanted, path.split("."))
        found = _plain(kind.read(self.account, held.id, held.inputs))
        for key in sorted(wanted):
            where = f"{held.token} {held.name}: {key}"
            if key not in found:
                yield f"{where} is lost"
            elif found[key] != wanted[key]:
                yield f"{where}: declared {wanted[key]}, holds {found[key]}"


def _drop(value: Any, path: Sequence[str]) -> None:
    """Takes a member out of a value, or out of each of its items."""
    if isinstance(value, list):
        for item in value:
            _drop(item, path)
    elif path[1:]:
        _drop(value.get(path[0], {}), path[1:])
    else:
        value.pop(path[0], None)


def _plain(value: Any) -> Any:
    """The value without what two notations of the same may differ in: whole floats, JSON as text, absent members."""
    match value:
        case float() if value.is_integer():
            return int(value)
        case str() if value[:1] in {"{", "["}:
            return _parsed(value)
        case Mapping():
            return {key: _plain(item) for key, item in value.items() if item is not None}
        case list() | tuple():
            return [_plain(item) for item in value]
        case _:
            return value


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


@contextmanager
def emulated_account(number: str, region: str, *, managed_policies: bool = False) -> Generator[Emulated]:
    """An empty account of moto's, in this process.

    Args:
        number: its twelve digits.
        region: where things are unless they say otherwise.
        managed_policies: whether it knows the policies that AWS keeps; reading them takes moto a second.
    """
    with (
        patch.dict(os.environ, {"MOTO_ACCOUNT_ID": number}),
        mock_aws(config={"iam": {"load_aws_managed_policies": managed_policies}}),
    ):
        yield Emulated(Account(number, region), KINDS)
