"""The three ways to get parts, as work that can be planned, shown and done: modules, releases, builds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from lab.engine import builds, cache, modules, releases
from lab.engine.children import Children
from lab.engine.fetching import Fetcher
from lab.engine.jobs import Job, Watcher
from lab.engine.part import Manifests, Part, Program, Release


class Work(Protocol):
    """A job and how to do it."""

    @property
    def job(self) -> Job:
        """What is shown of it."""
        ...

    @property
    def lock(self) -> str:
        """Two processes never do work of the same lock at once."""
        ...

    def act(self, folder: Path, watch: Watcher) -> None:
        """Puts into the cache what it still lacks.

        Called with the lock held, perhaps after another process did the same.

        Args:
            folder: empty, on the cache's file system.
            watch: told what is being done.

        Raises:
            RefusedError: this way does not give the parts.
        """
        ...


@dataclass(frozen=True, slots=True)
class ModuleWork:
    """A folder of manifests out of a Go module."""

    part: Manifests
    fetcher: Fetcher

    @property
    def job(self) -> Job:
        """A download."""
        return Job("module", (self.part.name,))

    @property
    def lock(self) -> str:
        """One for each part."""
        return f"module-{self.part.name}"

    def act(self, folder: Path, watch: Watcher) -> None:
        """Downloads and verifies the module, and keeps the wanted files."""
        if not cache.kept(self.part):
            watch(f"{self.part.source.module}@{self.part.source.version}")
            cache.keep(self.part, "module", modules.fetch_files(self.part.source, folder, self.fetcher))


@dataclass(frozen=True, slots=True)
class ReleaseWork:
    """The programs that one published archive holds."""

    release: Release
    programs: tuple[Program, ...]
    fetcher: Fetcher

    @property
    def job(self) -> Job:
        """A download."""
        return Job("release", tuple(program.name for program in self.programs))

    @property
    def lock(self) -> str:
        """One for each archive; the programs it gives are always the same."""
        return f"release-{self.programs[0].name}"

    def act(self, folder: Path, watch: Watcher) -> None:
        """Downloads and verifies the archive, and keeps each program that it was taken for."""
        missing = _missing(self.programs)
        if missing:
            watch(releases.archive_of(self.release))
            archive = releases.fetch_archive(self.release, folder, self.fetcher)
            for program in missing:
                cache.keep(program, "release", releases.unpack(program, archive, _subfolder(folder, program)))


@dataclass(frozen=True, slots=True)
class BuildWork:
    """The programs of one recipe, built together."""

    programs: tuple[Program, ...]
    fetcher: Fetcher
    children: Children

    @property
    def job(self) -> Job:
        """A build, as long as the table says."""
        names = tuple(program.name for program in self.programs)
        return Job("build", names, sum(program.build.seconds for program in self.programs))

    @property
    def lock(self) -> str:
        """One for each recipe."""
        return f"build-{self.programs[0].build.recipe}"

    def act(self, folder: Path, watch: Watcher) -> None:
        """Fetches what the programs need beside them, then builds them, then keeps both."""
        missing = _missing(self.programs)
        beside = {program.name: self._companions(program, folder) for program in missing}
        if missing:
            built = builds.build(missing, folder, self.children, watch)
            for program in missing:
                cache.keep(program, "build", [built[program.name], *beside[program.name]])

    def _companions(self, program: Program, folder: Path) -> list[Path]:
        beside = _subfolder(folder, program)
        return [file for source in program.companions for file in modules.fetch_files(source, beside, self.fetcher)]


def module_work(parts: Iterable[Part], fetcher: Fetcher) -> list[Work]:
    """A download for each folder of manifests."""
    return [ModuleWork(part, fetcher) for part in parts if isinstance(part, Manifests)]


def release_work(parts: Iterable[Part], fetcher: Fetcher) -> list[Work]:
    """A download for each archive that gives some of the programs."""
    by_archive: dict[str, list[Program]] = {}
    for part in parts:
        if isinstance(part, Program) and part.release:
            by_archive.setdefault(part.release.url, []).append(part)
    return [
        ReleaseWork(programs[0].release, tuple(programs), fetcher)
        for programs in by_archive.values()
        if programs[0].release
    ]


def build_work(parts: Iterable[Part], fetcher: Fetcher, children: Children) -> list[Work]:
    """A build for each recipe that gives some of the programs."""
    by_recipe: dict[str, list[Program]] = {}
    for part in parts:
        if isinstance(part, Program):
            by_recipe.setdefault(part.build.recipe, []).append(part)
    return [BuildWork(tuple(programs), fetcher, children) for programs in by_recipe.values()]


def _missing(programs: Iterable[Program]) -> Sequence[Program]:
    return [program for program in programs if not cache.kept(program)]


def _subfolder(folder: Path, program: Program) -> Path:
    """A place for a program's own files, apart from the program that is built beside it."""
    path = folder / f"{program.name}.files"
    path.mkdir()
    return path
