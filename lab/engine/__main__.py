"""`python -m lab.engine [PART ...] [--packages]`: obtains parts, and system packages when asked to."""

import signal
from typing import Annotated

import typer

from components.errors import TransshipError
from lab.engine import ensure_packages, obtain
from lab.engine.packages import GROUPS
from lab.engine.parts import PARTS


def main(
    parts: Annotated[list[str] | None, typer.Argument(help="Parts to obtain; all that the demo needs if none.")] = None,
    packages: Annotated[bool, typer.Option("--packages", help="Install the system packages first.")] = False,
) -> None:
    """Obtain parts of the engine and say where each one lies."""
    # Told to stop, end as by Ctrl-C: the running build is ended too, and its half is thrown away.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    if packages:
        _install_packages()
    try:
        obtained = obtain(parts or [part.name for part in PARTS.values() if part.demo])
    except TransshipError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    for part in obtained.values():
        typer.echo(f"{part.name} {part.version} {part.origin} {part.path}")


def _install_packages() -> None:
    """Installs what can be installed; what cannot is told, and the lab does with pretended nodes."""
    try:
        ensure_packages(GROUPS)
    except TransshipError as error:
        typer.echo(str(error), err=True)


if __name__ == "__main__":
    typer.run(main)
