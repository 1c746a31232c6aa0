"""The stacks on AWS, built in emulated accounts: once for all tests that look at them."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import cast

from tests.rigs.aws.emulated import Emulated, emulated_account
from transship.plan.stack import Plan, plan_stack, read_stack_file, stack_names

STACKS = tuple(name for name in stack_names() if name.startswith("aws-"))


@dataclass(frozen=True, slots=True)
class Built:
    """A stack, and the account that holds it."""

    plan: Plan
    emulated: Emulated

    @property
    def models(self) -> list[str]:
        """The models that the stack serves; each has a role of its own."""
        return [model.name for model in self.plan.stack.settings.environment.models]


@contextmanager
def built_in_emulator(name: str) -> Generator[Built]:
    """Runs a stack's own program against an account of its own."""
    values = read_stack_file(name)
    number = cast("dict[str, str]", values["options"])["account_id"]
    with emulated_account(number, str(values["region"]), managed_policies=True) as emulated:
        yield Built(plan_stack(name, answers=emulated), emulated)
