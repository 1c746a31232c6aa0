"""What `pulumi up` runs: loads the settings and runs the program; problems are printed without a traceback."""

import pulumi

from components.errors import TransshipError
from stacks.program import run
from stacks.settings import configured, read_stack

try:
    run(read_stack(configured()))
except TransshipError as error:
    raise pulumi.RunError(str(error)) from None
