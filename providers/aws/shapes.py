"""Which machine of Amazon Web Services a pool's node is, by the tables in `data/`; pure."""

from functools import cache
from importlib.resources import files

from components import machine_choice
from components.contract import MachineChoice
from components.machine_tables import read_catalogue
from components.machines import Catalogue, Machine
from components.specs import CapacityKind, Shape

SYSTEM_SHAPE = Shape(vcpu=2, memory_gib=8)
"""What each node of the cluster's own pool offers: room for the add-ons and the serving layer."""

SYSTEM_NODES = 2
"""Nodes of the cluster's own pool: one may go, for an upgrade or a fault, and the serving layer stays."""

SYSTEM_DISK_GIB = 100
"""Boot disk of each node of the cluster's own pool."""

DATA = files("providers.aws") / "data"


@cache
def catalogue() -> Catalogue:
    """The machines and their prices, read once.

    Raises:
        InvalidInputError: a table is broken.
    """
    return read_catalogue("aws", DATA)


def choose_machine(shape: Shape, capacity: CapacityKind, region: str) -> MachineChoice:
    """The cheapest machine of the region that satisfies the shape, bought as asked.

    Raises:
        InvalidInputError: the tables know no such region.
        UnsupportedError: no machine there does; it names the nearest, what they lack, and the regions that have one.
    """
    return machine_choice.choose(catalogue(), shape, capacity, region)


def machine_of(name: str) -> Machine:
    """What the machine of that name offers.

    Raises:
        InvalidInputError: the tables have none.
    """
    return catalogue().machine(name)
