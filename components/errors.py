"""One family of errors: where it is wrong, what was found, what was expected, and how to mend it.

This module is pure and imports nothing, so that the command line stays quick to start. Where an error leaves a Pulumi
program, `stacks/__main__.py` turns it into a `pulumi.RunError`, which the language host prints without a traceback
(docs/adr/0002-errors-are-pure.md).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, and what to do about it.

    Attributes:
        where: a configuration path, file or resource, as its owner would write it; empty when the title says it.
        what: what was found and what was expected, in one sentence without a full stop.
        hint: what to type or change; empty when nothing useful can be said.
    """

    where: str
    what: str
    hint: str = ""

    def __str__(self) -> str:
        line = f"{self.where}: {self.what}" if self.where else self.what
        return f"{line}\n  hint: {self.hint}" if self.hint else line


class TransshipError(Exception):
    """Base of everything Transship raises on purpose: a title and the problems found, all of them together.

    Args:
        title: what was being done or read, for example `environments/prod.yaml`.
        problems: at least one.
    """

    def __init__(self, title: str, problems: Iterable[Problem]) -> None:
        self.title = title
        self.problems: Sequence[Problem] = tuple(problems)
        super().__init__(title, self.problems)

    @classmethod
    def because(cls, title: str, what: str, *, where: str = "", hint: str = "") -> "TransshipError":
        """An error with a single problem."""
        return cls(title, [Problem(where, what, hint)])

    def __str__(self) -> str:
        count = len(self.problems)
        head = f"{self.title}: {count} problem{'s' if count != 1 else ''}"
        body = "\n".join(str(problem) for problem in self.problems)
        return f"{head}\n" + "\n".join(f"  {line}" for line in body.splitlines())


class InvalidInputError(TransshipError, ValueError):
    """A file, option or argument that the user wrote is wrong. Nothing was changed."""


class NotFoundError(TransshipError, LookupError):
    """Something the user named does not exist: a stack, a model, a version, a program on this machine."""


class UnsupportedError(TransshipError):
    """The target cannot do what the environment asks for; each problem names capability, reason and alternative."""


class MissingExtraError(TransshipError, ImportError):
    """A target's SDK is not installed; the hint is the command that installs it."""


class IntegrityError(TransshipError):
    """Bytes are not what their manifest says; each problem names the file and both hashes."""


class OperationError(TransshipError, RuntimeError):
    """An operation on the outside world failed: a program, a server, a cluster. Says what was done before it failed."""


def nearest(found: str, known: Iterable[str], most: int = 3) -> str:
    """The known names closest to what was typed, for a hint; all of them when they are few and none is close."""
    names = sorted(known)
    close = get_close_matches(found, names, n=most, cutoff=0.5)
    return ", ".join(close or (names if len(names) <= 8 else []))  # noqa: PLR2004
