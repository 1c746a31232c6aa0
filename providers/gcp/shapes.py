"""Which machine of Google Cloud a pool's node is, by the tables in `data/`; pure."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from components.errors import InvalidInputError, nearest
from components.machine_market import MachineMarket
from components.specs import Shape
from components.tables import read_table

SYSTEM_SHAPE = Shape(vcpu=2, memory_gib=8)
"""What each node of the cluster's own pool offers: room for the add-ons and the serving layer."""

SYSTEM_NODES = 2
"""Nodes of the cluster's own pool: one may go, for an upgrade or a fault, and the serving layer stays."""

SYSTEM_DISK_GIB = 50
"""Boot disk of each node of the cluster's own pool."""

DATA = files("providers.gcp") / "data"

PERSISTENT_DISK = "pd-balanced"
HYPERDISK = "hyperdisk-balanced"
HYPERDISK_SERIES = frozenset({"c4", "c4a", "n4", "ct6e"})
"""Series that boot from Hyperdisk only.

Source: https://cloud.google.com/compute/docs/disks/hyperdisks and
https://cloud.google.com/tpu/docs/setup-persistent-disk, 2026-11-21.
"""

MARKET = MachineMarket("gcp", DATA)
catalogue = MARKET.catalogue
choose_machine = MARKET.choose_machine
choose_machines = MARKET.choose_machines
machine_of = MARKET.machine_of


def tpu_topology(name: str) -> str:
    """How the chips of a machine with TPUs are wired, such as `2x2`; its slice is that one machine.

    Raises:
        InvalidInputError: the tables list no TPUs for it.
    """
    topologies = _tpu_topologies()
    if name not in topologies:
        what = f'expected a machine with TPUs, found "{name}"'
        raise InvalidInputError.because("machines of gcp", what, hint=nearest(name, topologies))
    return topologies[name]


def boot_disk_type(name: str) -> str:
    """The type of boot disk that suits the machine."""
    return HYPERDISK if name.partition("-")[0] in HYPERDISK_SERIES else PERSISTENT_DISK


@cache
def _tpu_topologies() -> Mapping[str, str]:
    rows = read_table(DATA / "tpus.csv", ["machine"], lambda row: row.text("topology"))
    return {name: topology for (name,), topology in rows.items()}
