"""The `transship` command: its topics, its exit codes, and how problems are shown.

Exit codes: 0 fine, 1 failed, 2 wrong usage, 3 refused by a policy or a budget.
"""

import os
import sys

import typer

from components.errors import TransshipError
from transship.cli import doctor, lab, models, plan, rehearse

FAILED = 1

app = typer.Typer(
    name="transship",
    help="One description of a model-serving environment, equivalent infrastructure on every target.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("plan")(plan.plan)
app.command("check")(plan.check)
app.command("rehearse")(rehearse.rehearse)
app.command("doctor")(doctor.doctor)
app.add_typer(models.app, name="models")
app.add_typer(lab.app, name="lab")


def main() -> None:
    """Runs the command line; what went wrong is said on standard error, without a traceback."""
    try:
        app()
    except TransshipError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(FAILED)
    except BrokenPipeError:
        # The reader went away (`transship … | head`): nobody is left to tell, and closing must not complain either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(FAILED)
