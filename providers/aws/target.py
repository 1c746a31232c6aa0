"""The target `aws`: EKS with what models need around it. Cheap to import: the SDK is loaded by `open`."""

from typing import cast

from components.capabilities import Support
from components.contract import Builders, MachineChoice, StackSettings
from components.cost import Estimate
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
        return costs.estimate(settings, shapes.choose_machines(settings))

    def open(self, settings: StackSettings) -> Builders:
        """Opens the account for one stack.

        Raises:
            InvalidInputError: the settings contradict each other; nothing was created.
            UnsupportedError: no machine satisfies a pool; nothing was created.
        """
        options = cast("AwsOptions", settings.options)
        check(settings, options)
        machines = shapes.choose_machines(settings)
        # Imported here: answering for a target must not load its SDK.
        from providers.aws.builders import open_builders  # noqa: PLC0415

        return open_builders(settings, options, machines)


TARGET = AwsTarget()
