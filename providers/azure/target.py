"""The target `azure`: AKS and what it stands on. Cheap to import: the SDK is loaded by `open`."""

from typing import cast

from components.capabilities import Support
from components.contract import Builders, MachineChoice, StackSettings
from components.cost import Estimate
from components.specs import CapacityKind, Shape
from providers.azure import costs, shapes
from providers.azure.checks import check
from providers.azure.options import SECRET_NAMES, AzureOptions
from providers.azure.support import SUPPORT


class AzureTarget:
    """Answers for Azure, and opens a subscription."""

    @property
    def name(self) -> str:
        """The name that stack files use."""
        return "azure"

    @property
    def support(self) -> Support:
        """The answer to every capability."""
        return SUPPORT

    @property
    def options_type(self) -> type[AzureOptions]:
        """The schema of the stack file's `options`."""
        return AzureOptions

    @property
    def secret_names(self) -> frozenset[str]:
        """The names that the stack file's `secrets` may hold."""
        return SECRET_NAMES

    def choose_machine(self, shape: Shape, capacity: CapacityKind, region: str, options: object) -> MachineChoice:
        """The cheapest machine of the region that satisfies the shape, bought as `capacity` says.

        Raises:
            InvalidInputError: the region is not known.
            UnsupportedError: no machine does; each problem names what was nearest and what it lacks.
        """
        return shapes.choose_machine(shape, capacity, region)

    def estimate(self, settings: StackSettings) -> Estimate:
        """What the environment costs a month, as far as it is known.

        Raises:
            InvalidInputError: the region is not known.
            UnsupportedError: no machine satisfies a pool.
        """
        return costs.estimate(settings, shapes.choose_machines(settings))

    def open(self, settings: StackSettings) -> Builders:
        """Opens the subscription for one stack.

        Raises:
            InvalidInputError: the settings contradict each other, or the region is not known; nothing was created.
            UnsupportedError: no machine satisfies a pool; nothing was created.
        """
        options = cast("AzureOptions", settings.options)
        check(settings, options)
        machines = shapes.choose_machines(settings)
        system = shapes.choose_machine(shapes.SYSTEM_SHAPE, CapacityKind.ON_DEMAND, settings.region)
        # Imported here: answering for a target must not load its SDK.
        from providers.azure.builders import open_builders  # noqa: PLC0415

        return open_builders(settings, options, machines, system.machine)


TARGET = AzureTarget()
