"""What a role's policies allow, by the rules that AWS gives for identities of one account.

It knows the conditions that our policies use, and refuses to judge any other.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html (2026-11-21)
"""

# pyright: basic

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

Context = Mapping[str, str]
Statement = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody wants to do.

    Attributes:
        action: for example `s3:GetObject`.
        resource: the ARN of what it is done to.
        context: condition keys and what they are in this request.
        service: the service that asks, of a role's trust policy; empty for an identity of the account.
    """

    action: str
    resource: str = ""
    context: Context = field(default_factory=dict[str, str])
    service: str = ""


def statements(documents: Sequence[str]) -> list[Statement]:
    """The statements of policy documents."""
    return [statement for text in documents for statement in _listed(json.loads(text)["Statement"])]


def allows(found: Sequence[Statement], request: Request) -> bool:
    """Whether the statements allow the request: one that allows it, none that denies it.

    Raises:
        LookupError: a statement has a member or a condition that is not known here.
    """
    effects = {statement["Effect"] for statement in found if _concerns(statement, request)}
    return effects == {"Allow"}


def _concerns(statement: Statement, request: Request) -> bool:
    if unknown := statement.keys() - {"Sid", "Effect", "Action", "Resource", "Principal", "Condition"}:
        message = f"cannot judge {sorted(unknown)}"
        raise LookupError(message)
    action = request.action.lower()
    return (
        any(_like(action, pattern.lower()) for pattern in _listed(statement["Action"]))
        and any(_like(request.resource, pattern) for pattern in _listed(statement.get("Resource", "*")))
        and request.service in _listed(statement.get("Principal", {"Service": ""})["Service"])
        and all(
            _holds(operator, key, _listed(wanted), request.context)
            for operator, keys in statement.get("Condition", {}).items()
            for key, wanted in keys.items()
        )
    )


def _holds(operator: str, key: str, wanted: Sequence[str], context: Context) -> bool:
    if operator not in _OPERATORS:
        message = f"cannot judge {operator}"
        raise LookupError(message)
    return key in context and any(_OPERATORS[operator](context[key], pattern) for pattern in wanted)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _like(text: str, pattern: str) -> bool:
    """IAM's wildcards are `*` and `?`; a bracket is a bracket."""
    return fnmatchcase(text, pattern.replace("[", "[[]"))


_OPERATORS: Mapping[str, Callable[[str, str], bool]] = {
    "StringEquals": str.__eq__,
    "StringLike": _like,
    "ArnLike": _like,
    "ArnEquals": _like,
}
