"""What goes wrong in a pretended cloud: chosen by a seed, so that a rehearsal can be repeated."""

import hashlib
import json
from dataclasses import asdict, dataclass
from enum import StrEnum
from fnmatch import fnmatch
from typing import Any, cast

from lab.clouds.account import Account

_SETTING = "faults"


class FaultKind(StrEnum):
    """Ways in which clouds fail that mean no harm: the next attempt succeeds."""

    THROTTLING = "throttling"
    """A call is refused because there were too many."""
    QUOTA = "quota"
    """A resource is refused until its quota is raised."""
    HALF_CREATED = "half-created"
    """A resource is created, but what should follow fails: the engine is told of both."""
    CONSISTENCY = "consistency"
    """What was created just now is not yet visible to those who refer to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Faults:
    """A plan of what goes wrong.

    Attributes:
        kinds: what goes wrong.
        seed: decides to whom.
        one_in: every how many-th resource it happens to, on average; 1 is all.
        times: how often it happens to each before it succeeds.
        tokens: patterns of types that it may happen to.
        latency: the share of a resource's real duration that its creation takes here; 0.001 of an EKS cluster's
            ten minutes is 0.6 s.
    """

    kinds: tuple[FaultKind, ...] = ()
    seed: int = 0
    one_in: int = 4
    times: int = 1
    tokens: tuple[str, ...] = ("*",)
    latency: float = 0.0

    def choose(self, kind: FaultKind, token: str, urn: str) -> bool:
        """Whether this happens to a resource at all."""
        if kind not in self.kinds or not any(fnmatch(token, pattern) for pattern in self.tokens):
            return False
        digest = hashlib.sha256(f"{self.seed} {kind} {urn}".encode()).digest()
        return int.from_bytes(digest[:8]) % self.one_in == 0


def plan(account: Account, faults: Faults) -> None:
    """Makes the account's cloud fail by a plan, from now on."""
    account.set(_SETTING, json.dumps(asdict(faults)))


def planned(account: Account) -> Faults:
    """The account's plan; nothing goes wrong when none was made."""
    found = cast("dict[str, Any]", json.loads(account.setting(_SETTING) or "{}"))
    for name in ("kinds", "tokens"):
        found[name] = tuple(found.get(name) or getattr(Faults(), name))
    return Faults(**found)


def strikes(account: Account, kind: FaultKind, operation: str, token: str, urn: str) -> bool:
    """Whether a call goes wrong now; counts it."""
    faults = planned(account)
    return faults.choose(kind, token, urn) and account.counted(f"{kind} {operation} {urn}") < faults.times
