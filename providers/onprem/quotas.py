"""The owner's own nodes: there is no account, and so no quota to run into."""

from collections.abc import Mapping, Sequence

from components.contract import MachineChoice, StackSettings
from components.quotas import Finding


def check_quotas(settings: StackSettings, machines: Mapping[str, MachineChoice]) -> Sequence[Finding]:
    """Nothing: the nodes are the owner's, and `checks.py` knows how many there are."""
    del settings, machines
    return ()
