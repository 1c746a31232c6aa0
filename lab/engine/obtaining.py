"""Getting parts: what the user has, else what was kept, else a download, else a build; the first that works."""

import os
import textwrap
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import repeat
from pathlib import Path

from components.errors import OperationError, Problem
from lab.engine import cache, found
from lab.engine.cache import Obtained
from lab.engine.children import Children
from lab.engine.fetching import Fetcher
from lab.engine.jobs import Board, RefusedError
from lab.engine.memory import memory_gib
from lab.engine.part import Part
from lab.engine.parts import named
from lab.engine.progress import shown_on
from lab.engine.ways import Work, build_work, module_work, release_work

_DOWNLOADS_AT_ONCE = 4
_CORES_A_BUILD = 2
_BUILD_GIB = 4


def look(name: str) -> Obtained | None:
    """A part as it is to be had right now, without a download or a build; None when it would need one.

    Raises:
        NotFoundError: the name is not in the table.
    """
    [part] = named([name])
    supplied = found.supplied(part)
    return supplied if isinstance(supplied, Obtained) else cache.kept(part)


def locate(name: str) -> Path | None:
    """Where a part lies; None when it would have to be obtained first. Takes milliseconds.

    Raises:
        NotFoundError: the name is not in the table.
    """
    there = look(name)
    return there.path if there else None


def obtain(names: Iterable[str]) -> dict[str, Obtained]:
    """Gets parts, building what cannot be had otherwise, and shows the progress on stderr.

    Safe to interrupt, to run again, and to run twice at once. All that can be obtained is obtained before anything is
    reported as missing.

    Args:
        names: of parts, see `lab.engine.parts`.

    Returns:
        Every named part.

    Raises:
        NotFoundError: a name is not in the table.
        OperationError: some parts could not be obtained; says for each what was tried and how to supply it by hand.
    """
    return obtain_parts(named(names), Fetcher())


def obtain_parts(parts: Sequence[Part], fetcher: Fetcher) -> dict[str, Obtained]:
    """What `obtain` does, for parts of any table and with any way to download."""
    search = _Search(parts)
    if search.missing():
        with shown_on() as board:
            search.run(module_work(search.missing(), fetcher), _DOWNLOADS_AT_ONCE, board)
            search.run(release_work(search.missing(), fetcher), _DOWNLOADS_AT_ONCE, board)
            search.run(build_work(search.missing(), fetcher, search.children), _builds_at_once(), board)
    search.refuse_what_is_missing()
    return {part.name: search.obtained[part.name] for part in parts}


class _Search:
    """What has been found so far and, for the rest, each way that was tried and why it failed."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self.parts = parts
        self.obtained: dict[str, Obtained] = {}
        self.children = Children()
        self._tried: dict[str, list[str]] = {part.name: [] for part in parts}
        for part in parts:
            self._look(part)

    def _look(self, part: Part) -> None:
        supplied = found.supplied(part)
        there = supplied if isinstance(supplied, Obtained) else cache.kept(part)
        if there:
            self.obtained[part.name] = there
        elif isinstance(supplied, found.Rejected):
            self._tried[part.name].append(supplied.reason)

    def missing(self) -> list[Part]:
        """The parts still to be obtained."""
        return [part for part in self.parts if part.name not in self.obtained]

    def run(self, work: Sequence[Work], at_once: int, board: Board) -> None:
        """Does all the work, some of it at once, and notes what came of it."""
        board.plan([item.job for item in work])
        with ThreadPoolExecutor(at_once) as pool:
            try:
                refusals = list(pool.map(_attempt, work, repeat(board)))
            except BaseException:
                # The pool would wait for what is under way, and a build can take minutes.
                pool.shutdown(wait=False, cancel_futures=True)
                self.children.end_all()
                raise
        for item, refused in zip(work, refusals, strict=True):
            for name in item.job.names if refused else ():
                self._tried[name].append(f"{item.job.way}: {refused}")
        self.obtained |= {part.name: there for part in self.missing() if (there := cache.kept(part))}

    def refuse_what_is_missing(self) -> None:
        """Raises one error about all that could not be obtained."""
        problems = [
            Problem(
                f"{part.name} {part.version}",
                "\n".join(["could not be obtained", *_indented(self._tried[part.name])]),
                hint=f"put {part.name} on PATH, or into a folder that TRANSSHIP_ENGINE_DIR names",
            )
            for part in self.missing()
        ]
        if problems:
            raise OperationError("parts of the engine", problems)


def _attempt(work: Work, board: Board) -> str:
    """Does one piece of work; the answer is why it was refused, empty when it was done."""
    board.begin(work.job)
    refused = ""
    try:
        with cache.working_on(work.lock) as folder:
            work.act(folder, lambda line: board.note(work.job, line))
    except RefusedError as error:
        refused = str(error)
    board.end(work.job, refused)
    return refused


def _indented(tried: Iterable[str]) -> list[str]:
    """Each reason on its own lines, set in below the part it is about."""
    return [textwrap.indent(reason, "  ") for reason in tried]


def _builds_at_once() -> int:
    """As many builds as there are pairs of cores and shares of memory: a Go build keeps two cores busy by itself."""
    cores = os.cpu_count() or 1
    return max(1, min(cores // _CORES_A_BUILD, int(memory_gib() / _BUILD_GIB)))
