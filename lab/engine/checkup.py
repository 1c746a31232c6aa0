"""What is there and what is missing, of the engine and of the system packages, as data for `transship doctor`.

What the machine itself is like is in `lab.engine.machine`.
"""

from dataclasses import asdict, dataclass
from typing import Literal

from lab.engine.obtaining import look
from lab.engine.packages import GROUPS, Package, install_command
from lab.engine.part import Part
from lab.engine.parts import PARTS
from lab.engine.pulumi_setup import PROVIDERS, wheel_version

State = Literal["ok", "missing", "mismatch"]


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the doctor's report.

    Attributes:
        group: the heading it belongs under.
        name: what was looked for.
        state: `mismatch` is there, but is not what the rest was made for.
        found: the version, kind or amount; empty when there is none to tell.
        origin: how it came to be there: `path`, `release`, `build`, `module`, `system`; empty for what just is.
        where: the file or folder; empty when there is none.
        remedy: the command that gets it, or what to do; empty when nothing needs doing.
        required: whether `make demo` cannot do without it.
    """

    group: str
    name: str
    state: State
    found: str = ""
    origin: str = ""
    where: str = ""
    remedy: str = ""
    required: bool = True

    @property
    def fatal(self) -> bool:
        """Whether `make demo` cannot run because of it."""
        return self.required and self.state == "missing"

    def as_data(self) -> dict[str, str | bool]:
        """The check for `--json`."""
        return asdict(self)


def check_engine() -> list[Check]:
    """Every part, every provider's Python package, and every system package; changes nothing."""
    return [
        *(_part(part) for part in PARTS.values()),
        *(_provider(package, part) for package, part in PROVIDERS.items()),
        *(_package(package) for packages in GROUPS.values() for package in packages),
    ]


def _part(part: Part) -> Check:
    there = look(part.name)
    if there is None:
        remedy = f"python -m lab.engine {part.name}"
        return Check("engine", part.name, "missing", remedy=remedy, required=part.demo)
    return Check("engine", part.name, "ok", there.version, there.origin, str(there.path), required=part.demo)


def _provider(package: str, part: str) -> Check:
    """Compares the Python package of a provider with the version its plugin is made from."""
    wheel, plugin = wheel_version(package), PARTS[part].version
    if not wheel:
        return Check("python packages", package, "missing", remedy="uv sync --extra kubernetes")
    if wheel != plugin:
        remedy = f"the plugin is {plugin}: uv pip install {package}=={plugin}"
        return Check("python packages", package, "mismatch", wheel, "system", remedy=remedy)
    return Check("python packages", package, "ok", wheel, "system")


def _package(package: Package) -> Check:
    if where := package.path:
        return Check("system packages", package.name, "ok", origin="system", where=str(where))
    return Check("system packages", package.name, "missing", remedy=install_command([package]))
