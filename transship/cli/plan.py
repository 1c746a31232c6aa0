"""`transship plan` and `transship check`: what would be built, and whether every target could."""

from typing import Annotated

import typer

AsJson = Annotated[bool, typer.Option("--json", help="Machine-readable output.")]


def plan(
    stacks: Annotated[list[str] | None, typer.Argument(help="Stacks, for example onprem-demo.")] = None,
    environment: Annotated[str, typer.Option("--environment", "-e", help="Every stack of this environment.")] = "",
    as_json: AsJson = False,
) -> None:
    """Show what `pulumi up` would create: offline, without engine, account or secrets.

    Exit code 1 when a stack cannot be planned; the others are shown all the same.
    """
    from transship.plan.side_by_side import stacks_of

    names = [*(stacks or ()), *(stacks_of(environment) if environment else ())]
    match names:
        case []:
            raise typer.BadParameter("name a stack, or an environment with --environment")
        case [name]:
            _plan_one(name, as_json=as_json)
        case _:
            _plan_several(names, as_json=as_json)


def _plan_one(name: str, *, as_json: bool) -> None:
    """In this process: nothing is won by another."""
    from transship.plan import stack

    planned = stack.plan_stack(name)
    if as_json:
        typer.echo(stack.as_json(planned))
        return
    from rich.console import Console

    from transship.plan import tree

    Console().print(tree.rendered(planned))


def _plan_several(names: list[str], *, as_json: bool) -> None:
    """As JSON one list, so that it can be parsed as a whole."""
    from rich.console import Console

    from transship.plan.side_by_side import plan_stacks

    outcomes = plan_stacks(names, as_json=as_json, width=Console().width)
    failed = False
    documents: list[str] = []
    for outcome in outcomes:
        if outcome.problem:
            failed = True
            typer.echo(f"{outcome.name}: {outcome.problem}", err=True)
        elif as_json:
            documents.append(outcome.text)
        else:
            typer.echo(outcome.text)
    if as_json:
        typer.echo(f"[{','.join(documents)}]")
    if failed:
        raise typer.Exit(1)


def check(
    environment: Annotated[str, typer.Argument(help="An environment, for example prod.")],
    target: Annotated[list[str] | None, typer.Option(help="Ask this target only; may be given again.")] = None,
    as_json: AsJson = False,
) -> None:
    """Ask every target whether it could hold an environment, and how, before anything exists.

    Exit code 1 when a target that was named with --target refuses.
    """
    from transship.plan import capabilities

    answers = capabilities.ask(environment, target or ())
    if as_json:
        typer.echo(capabilities.as_json(answers))
    else:
        from rich.console import Console

        from transship.plan import capability_table

        Console().print(capability_table.rendered(answers))
    if target and any(answer.refused for answer in answers.values()):
        raise typer.Exit(1)
