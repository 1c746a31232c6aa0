"""How much memory there is, which decides how much is done at once."""

import os

_BYTES_PER_GIB = 1 << 30


def memory_gib() -> float:
    """All memory of the machine, in GiB."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / _BYTES_PER_GIB
