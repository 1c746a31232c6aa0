"""One measured figure beside what was promised."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure with its unit, the promise it is held against, and how it was taken."""

    name: str
    measured: str
    promised: str
    note: str = ""

    def __str__(self) -> str:
        return f"{self.name}: {self.measured} (promised {self.promised}) {self.note}".rstrip()
