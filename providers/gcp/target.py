"""The target `gcp`: Google Kubernetes Engine and what it needs. Cheap to import: the SDK is loaded by `open`."""

from typing import cast

from components.capabilities import Support
from components.contract import Builders, MachineChoice, StackSettings
from components.cost import Estimate
from components.specs import CapacityKind, Shape
from providers.gcp import costs, shapes
from providers.gcp.checks import check
from providers.gcp.options import SECRET_NAMES, GcpOptions
from providers.gcp.support import SUPPORT


class GcpTarget:
    """Answers for Google Cloud, and opens a project."""

    @property
    def name(self) -> str:
        """The name that stack files use."""
        return "gcp"

    @property
    def support(self) -> Support:
        """The answer to every capability."""
        return SUPPORT

    @property
    def options_type(self) -> type[GcpOptions]:
        """The schema of the stack file's `options`."""
        return GcpOptions

    @property
    def secret_names(self) -> frozenset[str]:
        """The names that the stack file's `secrets` may hold."""
        return SECRET_NAMES

    def choose_machine(self, shape: Shape, capacity: CapacityKind, region: str, options: object) -> MachineChoice:
        """The cheapest machine that satisfies the shape in the region.

        Raises:
            InvalidInputError: the region is not known.
            UnsupportedError: no machine does.
        """
        return shapes.choose_machine(shape, capacity, region)

    def estimate(self, settings: StackSettings) -> Estimate:
        """What the environment costs by the prices that are known, and what is not known.

        Raises:
            InvalidInputError: the region is not known.
            UnsupportedError: no machine satisfies a pool.
        """
        return costs.estimate(settings, shapes.choose_machines(settings))

    def open(self, settings: StackSettings) -> Builders:
        """Opens the project for one stack.

        Raises:
            InvalidInputError: the settings contradict each other; nothing was created.
            UnsupportedError: no machine satisfies a pool; nothing was created.
        """
        options = cast("GcpOptions", settings.options)
        check(settings, options)
        machines = shapes.choose_machines(settings)
        # Imported here: answering for a target must not load its SDK.
        from providers.gcp.builders import open_builders  # noqa: PLC0415

        return open_builders(settings, options, machines)


TARGET = GcpTarget()
