"""`transship doctor`: every part the demo stands on, where it came from, and the command that gets what is missing."""

from typing import Annotated

import typer


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="Machine-readable output.")] = False,
) -> None:
    """Look at the engine and this machine. Exit code 1 when something that `make demo` needs is missing."""
    from lab.engine.checkup import check_engine
    from lab.engine.machine import check_machine

    checks = [*check_engine(), *check_machine()]
    if as_json:
        import json

        typer.echo(json.dumps([check.as_data() for check in checks], indent=2))
    else:
        from rich.console import Console

        from transship.cli import doctor_report

        Console().print(doctor_report.rendered(checks))
    if any(check.fatal for check in checks):
        raise typer.Exit(1)
