"""The machines of a stack: one for each pool, one for the cluster's own. Pure."""

from components.contract import MachineChoice, StackSettings
from components.errors import Problem, UnsupportedError
from components.specs import CapacityKind
from providers.gcp.shapes import SYSTEM_SHAPE, choose_machine


def pool_machines(settings: StackSettings) -> dict[str, MachineChoice]:
    """The machine of each pool.

    Raises:
        InvalidInputError: the region is not known.
        UnsupportedError: with every pool that no machine satisfies.
    """
    found: dict[str, MachineChoice] = {}
    problems: list[Problem] = []
    for index, pool in enumerate(settings.environment.pools):
        try:
            found[pool.name] = choose_machine(pool.requires, pool.capacity, settings.region)
        except UnsupportedError as error:
            problems += [_placed(f"pools[{index}].requires", problem) for problem in error.problems]
    if problems:
        raise UnsupportedError(f"environments/{settings.name}.yaml on gcp in {settings.region}", problems)
    return found


def system_machine(settings: StackSettings) -> str:
    """The machine of the cluster's own pool.

    Raises:
        UnsupportedError: the region has none.
    """
    return choose_machine(SYSTEM_SHAPE, CapacityKind.ON_DEMAND, settings.region).machine


def _placed(where: str, problem: Problem) -> Problem:
    return Problem(f"{where}.{problem.where}".rstrip("."), problem.what, problem.hint)
