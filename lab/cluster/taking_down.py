"""Taking a lab down."""

from lab.cluster import blocks, removal
from lab.cluster.journal import alone_with
from lab.cluster.progress import shown_on, step


def down(name: str = "lab") -> bool:
    """Removes a lab and everything it left on the machine, whatever state it is in; shows progress on stderr.

    Returns:
        Whether there was one.

    Raises:
        OperationError: something cannot be removed; the lab stays known, so that it can be tried again.
    """
    with alone_with(name), shown_on() as progress:
        found = False
        while journal := blocks.find_lab(name):
            found = True
            with step(progress, f"removing lab {name}"):
                removal.remove_all(journal)
        return found
