"""Packaged tables of facts: CSV files whose every cell is checked, and whose problems are told together. Pure."""

import csv
import io
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cache
from importlib.resources.abc import Traversable
from typing import TypeVar

from components.errors import InvalidInputError, Problem, nearest

SURPLUS = "(one cell too many)"
"""What the reader calls cells beyond the last column."""

Entry = TypeVar("Entry")
Kind = TypeVar("Kind", bound=StrEnum)


class CellError(ValueError):
    """A cell that does not say what its column promises."""

    def __init__(self, column: str, what: str, hint: str = "") -> None:
        super().__init__(what)
        self.column, self.what, self.hint = column, what, hint


class Row:
    """One line of a table: its cells by column, as text, until somebody asks what they mean.

    Every method raises `CellError` where the cell is empty or is not what was asked for.
    """

    __slots__ = ("_cells",)

    def __init__(self, cells: Mapping[str, str]) -> None:
        self._cells = cells

    def has(self, column: str) -> bool:
        """Whether the cell is filled in."""
        return bool(self._cells.get(column))

    def text(self, column: str) -> str:
        """The cell as it stands."""
        if not (value := self._cells.get(column)):
            raise CellError(column, "expected a value, found none")
        return value

    def positive(self, column: str) -> Decimal:
        """A number above 0, exact."""
        if (number := self.amount(column)) <= 0:
            raise CellError(column, f"expected a number above 0, found {number}")
        return number

    def amount(self, column: str) -> Decimal:
        """A number of at least 0, exact."""
        text = self.text(column)
        try:
            number = Decimal(text)
        except InvalidOperation:
            raise CellError(column, f'expected a number, found "{text}"') from None
        if not number.is_finite() or number < 0:
            raise CellError(column, f"expected a number of at least 0, found {text}")
        return number

    def whole(self, column: str) -> int:
        """A whole number above 0."""
        number = self.positive(column)
        if number != number.to_integral_value():
            raise CellError(column, f"expected a whole number, found {number}")
        return int(number)

    def day(self, column: str) -> date:
        """A date written as 2026-07-20."""
        text = self.text(column)
        try:
            return _day(text)
        except ValueError:
            raise CellError(column, f'expected a date such as 2026-07-20, found "{text}"') from None

    def one_of(self, column: str, kinds: type[Kind]) -> Kind:
        """A value of the enum."""
        return kinds(self.named(column, [kind.value for kind in kinds]))

    def named(self, column: str, known: Iterable[str]) -> str:
        """A name that is known."""
        text = self.text(column)
        if text not in known:
            raise CellError(column, f'expected a known name, found "{text}"', nearest(text, known))
        return text


def read_table(file: Traversable, key: Sequence[str], entry: Callable[[Row], Entry]) -> dict[tuple[str, ...], Entry]:
    """What each line of a CSV file says, by its key and in the file's order.

    Args:
        file: a packaged table; its first line names the columns.
        key: the columns that tell lines apart.
        entry: turns a row into what it says.

    Raises:
        InvalidInputError: with the first bad cell of every bad line.
    """
    entries: dict[tuple[str, ...], Entry] = {}
    problems: list[Problem] = []
    for line, row in _lines(file):
        try:
            entries[_key(row, key, entries)] = entry(row)
        except CellError as error:
            problems.append(Problem(f"line {line}, {error.column}", error.what, error.hint))
    if problems:
        raise InvalidInputError(file.name, problems)
    return entries


def _key(row: Row, columns: Sequence[str], taken: Container[tuple[str, ...]]) -> tuple[str, ...]:
    if row.has(SURPLUS):
        raise CellError(SURPLUS, "expected as many cells as the first line names")
    name = tuple(row.text(column) for column in columns)
    if name in taken:
        raise CellError(columns[-1], f"expected each once, found {' '.join(name)} again")
    return name


def _lines(file: Traversable) -> Iterator[tuple[int, Row]]:
    reader = csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"), newline=""), restkey=SURPLUS)
    for cells in reader:
        yield reader.line_num, Row(cells)


@cache
def _day(text: str) -> date:
    return date.fromisoformat(text)
