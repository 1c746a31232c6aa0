"""The stacks on AWS, built in emulated accounts: once for all tests that look at them."""

import shutil
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import yaml

from stacks.settings import ROOT
from tests.rigs.aws.emulated import Emulated, emulated_account
from transship.plan.stack import Plan, plan_stack, read_stack_file, stack_names

STACKS = tuple(name for name in stack_names() if name.startswith("aws-"))
MOST = "aws-prod"
"""The stack that is also built with everything that its environment leaves off."""


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
def built_in_emulator(name: str, root: Path = ROOT) -> Generator[Built]:
    """Runs a stack's own program against an account of its own."""
    values = read_stack_file(name, root)
    number = cast("dict[str, str]", values["options"])["account_id"]
    with emulated_account(number, str(values["region"]), managed_policies=True) as emulated:
        yield Built(plan_stack(name, root, answers=emulated), emulated)


def with_everything_on(folder: Path) -> Path:
    """A copy of the stacks where the production environment replicates its registry and brings its own keys."""
    shutil.copytree(ROOT, folder, dirs_exist_ok=True)
    file = folder / "environments" / "prod.yaml"
    environment = yaml.safe_load(file.read_text(encoding="utf-8"))
    environment["registry"]["replicated"] = True
    environment["serving"]["customer_keys"] = True
    file.write_text(yaml.safe_dump(environment), encoding="utf-8")
    return folder
