"""The words the table of parts is written in: what a part is, and the ways there are to get one.

Everything here is plain data. Nothing downloads, builds or looks at the machine.
"""

from dataclasses import dataclass

Version = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class VersionRange:
    """Which versions of a program found on PATH can stand in for the one in the table.

    Attributes:
        at_least: the oldest that works, included.
        below: the first that is not trusted to work.
    """

    at_least: Version
    below: Version

    def includes(self, version: Version) -> bool:
        """Whether a program of this version can be used."""
        return self.at_least <= version < self.below

    def __str__(self) -> str:
        return f">={_dotted(self.at_least)},<{_dotted(self.below)}"


@dataclass(frozen=True, slots=True)
class Probe:
    """How to learn the version of a program: the first `x.y.z` that this command prints.

    Attributes:
        arguments: what to pass.
        program: another program of the same folder to ask, for one that cannot say its own version.
    """

    arguments: tuple[str, ...]
    program: str = ""


@dataclass(frozen=True, slots=True)
class Build:
    """A build from source with Go.

    Attributes:
        recipe: the folder under `recipes/` whose go.mod and go.sum fix every dependency.
        package: what `go build` is told to build, from within that folder.
        seconds: a cold build on two cores, measured; the unit of the estimate of what is left.
        tags: build tags.
        stamps: linker variables and their values, so that the program knows its version.
    """

    recipe: str
    package: str
    seconds: int
    tags: tuple[str, ...] = ()
    stamps: tuple[tuple[str, str], ...] = ()

    @property
    def flags(self) -> tuple[str, ...]:
        """The options of `go build`: small, and the same bytes wherever they are built."""
        stamps = [f"-X {variable}={value}" for variable, value in self.stamps]
        tags = ("-tags", ",".join(self.tags)) if self.tags else ()
        return ("-trimpath", *tags, "-ldflags", " ".join(["-s", "-w", *stamps]))


@dataclass(frozen=True, slots=True)
class Release:
    """A download that the vendor publishes, and the checksum the vendor publishes beside it.

    Both addresses are templates: `{version}`, `{os}` (linux), `{arch}` (amd64), `{Os}` (Linux), `{uname}` (x86_64) and
    `{node}` (x64) are filled in.

    Attributes:
        url: the archive, or the program itself.
        checksum: a list of SHA-256 sums, a single one, or GitHub's description of the release, which has one per asset.
        version: what the vendor calls this release, without the leading v.
        members: the files wanted from the archive; empty when the download is the program itself.
        systems: the operating systems it is published for.
    """

    url: str
    checksum: str
    version: str
    members: tuple[str, ...] = ()
    systems: tuple[str, ...] = ("linux", "darwin")


@dataclass(frozen=True, slots=True)
class ModuleFiles:
    """Files from a Go module's published archive, vouched for by a recipe's go.sum.

    Attributes:
        recipe: the folder under `recipes/` whose go.sum names the module.
        module: the module's path.
        version: the module's version, with the leading v.
        paths: files, or folders whose YAML objects are wanted (not `kustomization.yaml`, nor deeper folders); all
            end up in one folder.
    """

    recipe: str
    module: str
    version: str
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Program:
    """A part that is run.

    Attributes:
        name: what the file is called, and what callers ask for.
        purpose: what it is for, in a few words, for the reader of `transship doctor`.
        version: the version that the build gives, without the leading v.
        build: how to build it.
        accepts: what may be taken from PATH; None when a program found there cannot be judged.
        probe: how to ask a program for its version; None when it cannot say.
        release: what its vendor publishes; None when nothing is published that can be verified.
        companions: files the built program needs beside it; a release brings its own.
        demo: whether `make demo` needs it.
    """

    name: str
    purpose: str
    version: str
    build: Build
    accepts: VersionRange | None = None
    probe: Probe | None = None
    release: Release | None = None
    companions: tuple[ModuleFiles, ...] = ()
    demo: bool = True


@dataclass(frozen=True, slots=True)
class Manifests:
    """A part that is a folder of YAML files, taken from the module of the project that wrote them.

    Attributes:
        name: what callers ask for.
        purpose: what the files describe.
        source: where they come from; a single folder.
        demo: whether `make demo` needs it.
    """

    name: str
    purpose: str
    source: ModuleFiles
    demo: bool = True

    @property
    def version(self) -> str:
        """The version of the module, without the leading v."""
        return self.source.version.removeprefix("v")


Part = Program | Manifests


def _dotted(version: Version) -> str:
    return ".".join(str(number) for number in version)
