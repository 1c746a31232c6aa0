"""`transship rehearse`: a stack's whole life on stand-in clouds, without an account."""

from typing import Annotated

import typer


def rehearse(
    stacks: Annotated[list[str] | None, typer.Argument(help="Stacks, for example aws-dev.")] = None,
    environment: Annotated[str, typer.Option("--environment", "-e", help="Every stack of this environment.")] = "",
    faults: Annotated[
        list[str] | None,
        typer.Option(help="throttling, quota, half-created or consistency; may be given again."),
    ] = None,
    keep: Annotated[bool, typer.Option(help="Leave the stacks up, and the lab they are in.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Machine-readable output.")] = False,
) -> None:
    """Bring stacks up on stand-in clouds, preview, change, mend drift, destroy: no account, nothing left behind.

    The real engine runs the real program; the clouds are pretended, and check inputs against their vendors' models.
    Exit code 1 when something was not as it should be.
    """
    from transship import rehearsing

    reports = rehearsing.rehearse(rehearsing.ordered(stacks or [], environment, faults or [], keep=keep))
    if as_json:
        typer.echo(rehearsing.as_json(reports))
    else:
        from rich.console import Console

        from transship.cli import rehearse_report

        Console().print(rehearse_report.rendered(reports))
    if not all(report.succeeded for report in reports):
        raise typer.Exit(1)
