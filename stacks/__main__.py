"""What `pulumi up` runs: loads the settings and runs the program; problems are printed without a traceback."""

# ruff: noqa: E402
# Nothing that an SDK loads is garbage, and looking for some while it loads takes a quarter of the program's time.
import gc

gc.disable()

import pulumi

from components.errors import TransshipError
from stacks.program import run
from stacks.settings import configured, read_stack

try:
    run(read_stack(configured()))
except TransshipError as error:
    raise pulumi.RunError(str(error)) from None
