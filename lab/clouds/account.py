"""What exists in a pretended cloud: one SQLite file, shared by every plugin process of every run.

Each change is one transaction, so a plugin that is killed leaves the account as it was before or after, never between.
"""

import json
import sqlite3
import time
from collections.abc import Generator, Iterable, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from importlib import resources as packaged
from pathlib import Path
from typing import cast

from components.errors import NotFoundError, nearest
from lab.clouds.values import Properties, Value, steps
from lab.clouds.vendor import Reference, Standing

_SCHEMA = packaged.files("lab.clouds").joinpath("schema.sql")
_PATIENCE_SECONDS = 30
_COLUMNS = "token, id, urn, name, inputs, outputs"

Row = tuple[str, str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class Event:
    """Something that was asked of the account.

    Attributes:
        at: seconds since the epoch, when it was done.
        operation: `create`, `update`, `delete`.
        trouble: why it was refused; empty where it was done.
    """

    at: float
    operation: str
    token: str
    id: str
    urn: str
    trouble: str


class AlreadyThereError(ValueError):
    """A resource of this type and id exists."""


class Account:
    """One pretended account. Every method may be called from any thread and any process."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @classmethod
    def create(cls, path: Path) -> "Account":
        """A new account, or the one that is there."""
        path.parent.mkdir(parents=True, exist_ok=True)
        account = cls(path)
        with account.transaction() as database:
            database.execute("PRAGMA journal_mode = WAL")
            database.executescript(_SCHEMA.read_text(encoding="utf-8"))
        path.chmod(0o600)
        return account

    @contextmanager
    def transaction(self) -> Generator[sqlite3.Connection]:
        """All that is done inside happens at once, or not at all."""
        database = sqlite3.connect(self.path, timeout=_PATIENCE_SECONDS, isolation_level="IMMEDIATE")
        with closing(database), database:
            database.execute("PRAGMA foreign_keys = ON")
            yield database

    def resources(self, token: str = "") -> Sequence[Standing]:
        """Everything that exists, oldest first; of one type only when it is named."""
        query = f"SELECT {_COLUMNS} FROM resources WHERE ? IN ('', token) ORDER BY sequence"  # noqa: S608
        with self.transaction() as database:
            return [_standing(row) for row in database.execute(query, [token])]

    def find(self, token: str, identifier: str) -> Standing | None:
        """The resource with this id or handle, of any type when the token is empty."""
        query = (
            f"SELECT {_COLUMNS} FROM resources WHERE ? IN ('', token) AND sequence IN "  # noqa: S608
            "(SELECT resource FROM handles WHERE identifier = ?) ORDER BY sequence"
        )
        with self.transaction() as database:
            row = cast("Row | None", database.execute(query, [token, identifier]).fetchone())
        return _standing(row) if row else None

    def add(self, standing: Standing, handles: Iterable[str], needs: Iterable[Reference]) -> None:
        """Puts a resource into the account.

        Raises:
            AlreadyThereError: one of its type and id is there.
        """
        insert = f"INSERT INTO resources ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)"  # noqa: S608
        with self.transaction() as database:
            try:
                sequence = database.execute(insert, _row(standing)).lastrowid
            except sqlite3.IntegrityError as error:
                raise AlreadyThereError(standing.id) from error
            _relate(database, cast("int", sequence), [standing.id, *handles], needs)

    def change(self, standing: Standing, handles: Iterable[str], needs: Iterable[Reference]) -> None:
        """Gives the resource of this type and id new inputs, outputs and relations."""
        with self.transaction() as database:
            sequence = _sequence(database, standing)
            contents = [json.dumps(standing.inputs), json.dumps(standing.outputs), sequence]
            database.execute("UPDATE resources SET inputs = ?, outputs = ? WHERE sequence = ?", contents)
            database.execute("DELETE FROM handles WHERE resource = ?", [sequence])
            database.execute("DELETE FROM needs WHERE resource = ?", [sequence])
            _relate(database, sequence, [standing.id, *handles], needs)

    def users(self, standing: Standing) -> list[str]:
        """The ids of everything that cannot do without this resource, oldest first."""
        query = (
            "SELECT DISTINCT other.id FROM resources AS this "
            "JOIN handles ON handles.resource = this.sequence "
            "JOIN needs ON needs.identifier = handles.identifier AND needs.token IN ('', this.token) "
            "JOIN resources AS other ON other.sequence = needs.resource "
            "WHERE this.token = ? AND this.id = ? AND other.sequence <> this.sequence ORDER BY other.sequence"
        )
        with self.transaction() as database:
            return [str(row[0]) for row in database.execute(query, [standing.token, standing.id])]

    def remove(self, identifier: str, token: str = "") -> None:
        """Takes a resource away, whoever needs it: what a person in a hurry does in a cloud's console.

        Raises:
            NotFoundError: it is not there.
        """
        standing = self._named(identifier, token)
        with self.transaction() as database:
            database.execute("DELETE FROM resources WHERE token = ? AND id = ?", [standing.token, standing.id])

    def drift(self, identifier: str, path: str, value: Value, token: str = "") -> None:
        """Changes one property behind the engine's back.

        Args:
            identifier: an id or another handle.
            path: for example `tags.Owner` or `scalingConfig.maxSize`; must lie in an object or list that is there.
            value: what it becomes.
            token: the type, where the identifier alone is not enough.

        Raises:
            NotFoundError: there is no such resource, or nothing at the path's beginning.
        """
        standing = self._named(identifier, token)
        changed = [json.dumps(_with(properties, path, value)) for properties in (standing.inputs, standing.outputs)]
        with self.transaction() as database:
            database.execute(
                "UPDATE resources SET inputs = ?, outputs = ? WHERE sequence = ?",
                [*changed, _sequence(database, standing)],
            )

    def record(self, operation: str, token: str, identifier: str, urn: str, trouble: str = "") -> None:
        """Notes what was asked."""
        insert = "INSERT INTO events (at, operation, token, id, urn, trouble) VALUES (?, ?, ?, ?, ?, ?)"
        with self.transaction() as database:
            database.execute(insert, [time.time(), operation, token, identifier, urn, trouble])

    def events(self, after: float = 0) -> Sequence[Event]:
        """What was asked since a time, in order."""
        query = "SELECT at, operation, token, id, urn, trouble FROM events WHERE at > ? ORDER BY sequence"
        with self.transaction() as database:
            return [
                Event(*cast("tuple[float, str, str, str, str, str]", row)) for row in database.execute(query, [after])
            ]

    def counted(self, subject: str) -> int:
        """How often this was called for the subject before."""
        upsert = (
            "INSERT INTO counts (subject, count) VALUES (?, 1) "
            "ON CONFLICT (subject) DO UPDATE SET count = count + 1 RETURNING count"
        )
        with self.transaction() as database:
            (count,) = cast("tuple[int]", database.execute(upsert, [subject]).fetchone())
        return count - 1

    def setting(self, name: str) -> str:
        """What was set under a name; empty when nothing was."""
        with self.transaction() as database:
            row = cast(
                "tuple[str] | None", database.execute("SELECT value FROM settings WHERE name = ?", [name]).fetchone()
            )
        return row[0] if row else ""

    def set(self, name: str, value: str) -> None:
        """Sets something for every process that uses the account."""
        with self.transaction() as database:
            database.execute("INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)", [name, value])

    def _named(self, identifier: str, token: str) -> Standing:
        if found := self.find(token, identifier):
            return found
        known = [each.id for each in self.resources(token)]
        raise NotFoundError.because(
            "account", f"there is no {token or 'resource'} {identifier}", hint=nearest(identifier, known)
        )


def _relate(database: sqlite3.Connection, sequence: int, handles: Iterable[str], needs: Iterable[Reference]) -> None:
    database.executemany("INSERT INTO handles VALUES (?, ?)", [(sequence, each) for each in dict.fromkeys(handles)])
    database.executemany(
        "INSERT INTO needs VALUES (?, ?, ?)", [(sequence, each.identifier, each.token) for each in needs]
    )


def _sequence(database: sqlite3.Connection, standing: Standing) -> int:
    query = "SELECT sequence FROM resources WHERE token = ? AND id = ?"
    (sequence,) = cast("tuple[int]", database.execute(query, [standing.token, standing.id]).fetchone())
    return sequence


def _row(standing: Standing) -> Row:
    contents = json.dumps(standing.inputs), json.dumps(standing.outputs)
    return (standing.token, standing.id, standing.urn, standing.name, *contents)


def _standing(row: Row) -> Standing:
    token, identity, urn, name, inputs, outputs = row
    return Standing(
        token=token, id=identity, urn=urn, name=name, inputs=json.loads(inputs), outputs=json.loads(outputs)
    )


def _with(properties: Properties, path: str, value: Value) -> dict[str, Value]:
    """A copy with one value changed."""
    copy = cast("dict[str, Value]", json.loads(json.dumps(properties)))
    *way, last = steps(path)
    place: Value = copy
    for step in way:
        place = place.get(step) if isinstance(place, dict) and isinstance(step, str) else _item(place, step)
    match place, last:
        case dict(), str():
            place[last] = value
        case list(), int() if last < len(place):
            place[last] = value
        case _:
            raise NotFoundError.because("drift", f"there is nothing at {path}")
    return copy


def _item(place: Value, step: str | int) -> Value:
    return place[step] if isinstance(place, list) and isinstance(step, int) and step < len(place) else None
