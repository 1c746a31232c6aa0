"""Where a target looks its machines up: tables that are read when somebody first asks, and only once. Pure."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from importlib.resources.abc import Traversable

from components import machine_choice
from components.contract import MachineChoice, StackSettings
from components.errors import Problem, UnsupportedError
from components.machine_tables import read_catalogue
from components.machines import Catalogue, Machine
from components.specs import CapacityKind, Shape


class MachineMarket:
    """The machines of one cloud. Every method raises `InvalidInputError` where a table is broken.

    Args:
        target: whose machines they are.
        folder: where the target packages its tables.
    """

    def __init__(self, target: str, folder: Traversable) -> None:
        self._target = target
        self._folder = folder

    def catalogue(self) -> Catalogue:
        """All machines, and their prices in every region."""
        return self._catalogue

    def choose_machine(self, shape: Shape, capacity: CapacityKind, region: str) -> MachineChoice:
        """The cheapest machine of the region that satisfies the shape, bought as asked.

        Raises:
            InvalidInputError: the tables know no such region.
            UnsupportedError: no machine there does; it names the nearest, what they lack, and regions that have one.
        """
        return machine_choice.choose(self._catalogue, shape, capacity, region)

    def choose_machines(self, settings: StackSettings) -> Mapping[str, MachineChoice]:
        """The cheapest machine of the stack's region for each of its pools, by the pool's name.

        Raises:
            InvalidInputError: the tables know no such region.
            UnsupportedError: with what every pool lacks that no machine satisfies, at its path in the environment.
        """
        found: dict[str, MachineChoice] = {}
        refused: list[Problem] = []
        for index, pool in enumerate(settings.environment.pools):
            try:
                found[pool.name] = self.choose_machine(pool.requires, pool.capacity, settings.region)
            except UnsupportedError as error:
                refused += [replace(each, where=_placed(index, each.where)) for each in error.problems]
        if refused:
            raise UnsupportedError(f"environments/{settings.name}.yaml on {self._target} in {settings.region}", refused)
        return found

    def machine_of(self, name: str) -> Machine:
        """What the machine of that name offers.

        Raises:
            InvalidInputError: the tables have none.
        """
        return self._catalogue.machine(name)

    @cached_property
    def _catalogue(self) -> Catalogue:
        return read_catalogue(self._target, self._folder)


def _placed(pool: int, where: str) -> str:
    """Where a machine was looked for, after the pool that it was looked for."""
    return ": ".join(part for part in (f"pools[{pool}].requires", where) if part)
