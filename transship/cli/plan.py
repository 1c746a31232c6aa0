"""`transship plan` and `transship check`: what would be built, and whether every target could."""

from typing import Annotated

import typer

AsJson = Annotated[bool, typer.Option("--json", help="Machine-readable output.")]


def plan(
    stack: Annotated[str, typer.Argument(help="A stack, for example onprem-demo.")],
    as_json: AsJson = False,
) -> None:
    """Show what `pulumi up` would create: offline, without engine, account or secrets."""
    from transship.plan import stack as stacks

    planned = stacks.plan_stack(stack)
    if as_json:
        typer.echo(stacks.as_json(planned))
        return
    from rich.console import Console

    from transship.plan import tree

    Console().print(tree.rendered(planned))


def check(
    environment: Annotated[str, typer.Argument(help="An environment, for example prod.")],
    as_json: AsJson = False,
) -> None:
    """Ask every target whether it could hold an environment, and how, before anything exists."""
    from transship.plan import capabilities

    answers = capabilities.ask(environment)
    if as_json:
        typer.echo(capabilities.as_json(answers))
        return
    from rich.console import Console

    Console().print(capabilities.rendered(answers))
