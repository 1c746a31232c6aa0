"""The targets there are, and loading the chosen one: the only place that knows their names."""

from dataclasses import dataclass
from importlib import import_module

from components.capabilities import Support
from components.contract import Target
from components.errors import MissingExtraError, NotFoundError, Problem, nearest
from components.quotas import QuotaCheck


@dataclass(frozen=True, slots=True)
class Entry:
    """Where a target's code is and which extra brings its SDK."""

    package: str
    extra: str


TARGETS = {
    "aws": Entry("providers.aws", "aws"),
    "azure": Entry("providers.azure", "azure"),
    "gcp": Entry("providers.gcp", "gcp"),
    "onprem": Entry("providers.onprem", "kubernetes"),
}


def load(name: str) -> Target:
    """The target of that name; imports its folder and no other's.

    Raises:
        NotFoundError: there is no such target.
        MissingExtraError: its SDK is not installed; the hint installs it.
    """
    entry = _entry(name)
    try:
        module = import_module(f"{entry.package}.target")
    except ModuleNotFoundError as error:
        problem = Problem("", f"{error.name} is not installed", f'pip install "transship[{entry.extra}]"')
        raise MissingExtraError(f"target {name}", [problem]) from error
    target: Target = module.TARGET
    return target


def support(name: str) -> Support:
    """The target's capability answers, without loading its SDK.

    Raises:
        NotFoundError: there is no such target.
    """
    answers: Support = import_module(f"{_entry(name).package}.support").SUPPORT
    return answers


def quota_check(name: str) -> QuotaCheck:
    """What asks an account of the target for its quotas.

    Raises:
        NotFoundError: there is no such target.
    """
    check: QuotaCheck = import_module(f"{_entry(name).package}.quotas").check_quotas
    return check


def _entry(name: str) -> Entry:
    if entry := TARGETS.get(name):
        return entry
    raise NotFoundError.because("target", f'"{name}" is not known', hint=nearest(name, TARGETS))
