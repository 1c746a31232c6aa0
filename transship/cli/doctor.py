"""`transship doctor`: what the demo stands on, or with --target whether an account has room for the pools."""

from typing import Annotated

import typer


def doctor(
    target: Annotated[
        str, typer.Option(help="Ask this target's account, by your credentials, for its quotas instead.")
    ] = "",
    environment: Annotated[str, typer.Option(help="With --target: this environment only.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Machine-readable output.")] = False,
) -> None:
    """Look at the engine and this machine; or, with --target, at a cloud account.

    Exit code 1 when something that `make demo` needs is missing, or a quota is below a pool's maximum.
    """
    if environment and not target:
        raise typer.BadParameter("--environment goes with --target")
    if target:
        _ask_accounts(target, environment, as_json=as_json)
    else:
        _look_at_machine(as_json=as_json)


def _look_at_machine(*, as_json: bool) -> None:
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


def _ask_accounts(target: str, environment: str, *, as_json: bool) -> None:
    from components import targets
    from transship.plan import account

    targets.load(target)  # says what is there, where the name is wrong
    findings = {name: account.ask_account(name) for name in account.stacks_on(target, environment)}
    if as_json:
        import json

        typer.echo(json.dumps(account.as_data(findings), indent=2))
    else:
        from rich.console import Console

        Console().print(*(account.table(name, found) for name, found in findings.items()), sep="\n")
    if any(finding.short for found in findings.values() for finding in found):
        raise typer.Exit(1)
