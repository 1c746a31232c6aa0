"""Which machine of Amazon Web Services a pool's node is, by the tables in `data/`; pure."""

from importlib.resources import files

from components.machine_market import MachineMarket
from components.specs import Shape

SYSTEM_SHAPE = Shape(vcpu=2, memory_gib=8)
"""What each node of the cluster's own pool offers: room for the add-ons and the serving layer."""

SYSTEM_NODES = 2
"""Nodes of the cluster's own pool: one may go, for an upgrade or a fault, and the serving layer stays."""

SYSTEM_DISK_GIB = 100
"""Boot disk of each node of the cluster's own pool."""

DATA = files("providers.aws") / "data"

MARKET = MachineMarket("aws", DATA)
catalogue = MARKET.catalogue
choose_machine = MARKET.choose_machine
choose_machines = MARKET.choose_machines
machine_of = MARKET.machine_of
