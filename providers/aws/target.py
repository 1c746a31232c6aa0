"""The target `aws`: EKS with what models need around it. Cheap to import: the SDK is loaded by `open`."""

from collections.abc import Mapping
from typing import cast

from components.capabilities import Support
from components.contract import Builders, MachineChoice, StackSettings
from components.cost import Estimate
from components.errors import Problem, UnsupportedError
from components.specs import CapacityKind, Shape
from providers.aws import costs, shapes
from providers.aws.checks import check, check_placement
from providers.aws.options import AwsOptions
from providers.aws.support import SUPPORT
from providers.incluster.monitoring.options import RECEIVER_SECRETS


class AwsTarget:
    """Answers for AWS, and opens an account."""

    @property
    def name(self) -> str:
        """The name that stack files use."""
        return "aws"

    @property
    def support(self) -> Support:
        """The answer to every capability."""
        return SUPPORT

    @property
    def options_type(self) -> type[AwsOptions]:
        """The schema of the stack file's `options`."""
        return AwsOptions

    @property
    def secret_names(self) -> frozenset[str]:
        """The names that the stack file's `secrets` may hold."""
        return frozenset(RECEIVER_SECRETS.values())

    def choose_machine(self, shape: Shape, capacity: CapacityKind, region: str, options: object) -> MachineChoice:
        """The cheapest machine that satisfies the shape in the region.

        Raises:
            InvalidInputError: the region is not known.
            UnsupportedError: no machine does.
        """
        return shapes.choose_machine(shape, capacity, region)

    def estimate(self, settings: StackSettings) -> Estimate:
        """What the environment costs, as far as prices are known.

        Raises:
            InvalidInputError: the region is not known.
            UnsupportedError: no machine satisfies a pool.
        """
        check_placement(settings)
        return costs.estimate(settings, machines_of(settings))

    def open(self, settings: StackSettings) -> Builders:
        """Opens the account for one stack.

        Raises:
            InvalidInputError: the settings contradict each other; nothing was created.
            UnsupportedError: no machine satisfies a pool; nothing was created.
        """
        options = cast("AwsOptions", settings.options)
        check(settings, options)
        machines = machines_of(settings)
        # Imported here: answering for a target must not load its SDK.
        from providers.aws.builders import open_builders  # noqa: PLC0415

        return open_builders(settings, options, machines)


def machines_of(settings: StackSettings) -> Mapping[str, MachineChoice]:
    """The machine of each pool.

    Raises:
        UnsupportedError: no machine satisfies a pool; with what every such pool lacks.
    """
    found: dict[str, MachineChoice] = {}
    refused: list[Problem] = []
    for index, pool in enumerate(settings.environment.pools):
        try:
            found[pool.name] = shapes.choose_machine(pool.requires, pool.capacity, settings.region)
        except UnsupportedError as error:
            where = f"pools[{index}].requires"
            refused += [Problem(f"{where}: {each.where}", each.what, each.hint) for each in error.problems]
    if refused:
        raise UnsupportedError("machines of aws", refused)
    return found


TARGET = AwsTarget()
