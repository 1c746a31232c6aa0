"""The target `onprem`: Kubernetes that is there already. Cheap to import: the SDK is loaded by `open`."""

from typing import cast

from components.capabilities import Support
from components.contract import Builders, MachineChoice, StackSettings
from components.cost import Estimate
from components.specs import CapacityKind, Shape
from providers.onprem import costs, shapes
from providers.onprem.checks import check, check_pools
from providers.onprem.options import SECRET_NAMES, OnPremOptions
from providers.onprem.support import SUPPORT


class OnPremTarget:
    """Answers for the owner's own Kubernetes, and opens it."""

    @property
    def name(self) -> str:
        """The name that stack files use."""
        return "onprem"

    @property
    def support(self) -> Support:
        """The answer to every capability."""
        return SUPPORT

    @property
    def options_type(self) -> type[OnPremOptions]:
        """The schema of the stack file's `options`."""
        return OnPremOptions

    @property
    def secret_names(self) -> frozenset[str]:
        """The names that the stack file's `secrets` may hold."""
        return SECRET_NAMES

    def choose_machine(self, shape: Shape, capacity: CapacityKind, region: str, options: object) -> MachineChoice:
        """The cheapest of the owner's machines that satisfies the shape; the same at every site, for every capacity.

        Raises:
            UnsupportedError: the shape asks for a TPU, or no machine satisfies it.
        """
        return shapes.choose_machine(shape, cast("OnPremOptions", options))

    def estimate(self, settings: StackSettings) -> Estimate:
        """What the environment costs by the owner's rates, and what is not known.

        Raises:
            InvalidInputError: the pools' nodes or machines do not fit the environment.
            UnsupportedError: no machine satisfies a pool.
        """
        options = cast("OnPremOptions", settings.options)
        check_pools(settings.environment, options)
        machines = shapes.pool_machines(settings.environment, options)
        return costs.estimate(settings.environment, options, machines)

    def open(self, settings: StackSettings) -> Builders:
        """Opens the cluster for one stack.

        Raises:
            InvalidInputError: the settings contradict each other; nothing was created.
            UnsupportedError: no machine satisfies a pool; nothing was created.
        """
        options = cast("OnPremOptions", settings.options)
        check(settings, options)
        # Imported here: answering for a target must not load its SDK.
        from providers.onprem.builders import open_builders  # noqa: PLC0415

        return open_builders(settings, options)


TARGET = OnPremTarget()
