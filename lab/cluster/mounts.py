"""What is mounted where."""

from collections.abc import Iterator
from pathlib import Path

from lab.cluster import commands

_TABLE = Path("/proc/self/mountinfo")
_POINT_FIELD = 4


def is_mounted(path: Path) -> bool:
    """Whether something is mounted on a path, be it a folder or a file."""
    return path in _points()


def undo_below(path: Path) -> None:
    """Undoes the mounts on and below a path, the deepest first."""
    for point in sorted((point for point in _points() if point.is_relative_to(path)), reverse=True):
        commands.run(["umount", "--lazy", str(point)], what=f"unmounting {point}")


def _points() -> Iterator[Path]:
    for line in _TABLE.read_text().splitlines():
        # Spaces and the like stand there in octal.
        yield Path(line.split()[_POINT_FIELD].encode().decode("unicode_escape"))
