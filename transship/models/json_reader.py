"""Reads a JSON document field by field and remembers everything that was not as expected."""

import json
import math
import re
from typing import cast

from components.errors import InvalidInputError, Problem, UnsupportedError


class JsonReader:
    """One JSON object; its methods return a harmless value where they note a problem, so that reading goes on.

    Args:
        value: the object; anything else is a problem.
        where: its path in the document, empty for the document itself.
        problems: where problems are noted, shared by all readers of a document.
        title: where the document was stored, for messages.
    """

    def __init__(self, value: object, where: str, problems: list[Problem], title: str) -> None:
        self.problems = problems
        self._title = title
        self._where = where
        self._fields: dict[str, object] = {}
        if isinstance(value, dict):
            self._fields = cast("dict[str, object]", value)
        else:
            problems.append(Problem(where, f"expected an object, found {_shown(value)}"))

    @classmethod
    def of(cls, data: bytes, title: str, newest: int) -> "JsonReader":
        """The reader of a whole document; keys nobody asks for are left alone, so that a schema version can grow.

        Args:
            data: what was stored.
            title: where it was stored, for messages.
            newest: the newest `schema_version` that is understood.

        Raises:
            InvalidInputError: it is not JSON.
            UnsupportedError: a newer client wrote it.
        """
        try:
            reader = cls(json.loads(data), "", [], title)
        except ValueError as error:
            raise InvalidInputError.because(title, f"is not JSON: {error}") from error
        if (found := reader.whole("schema_version")) > newest:
            raise UnsupportedError.because(
                title,
                f"expected schema version {newest} or older, found {found}: a newer client wrote it",
                hint="upgrade transship: pip install --upgrade transship",
            )
        return reader

    def finish(self) -> None:
        """Raises InvalidInputError when anything was not as expected, with all of it."""
        if self.problems:
            raise InvalidInputError(self._title, self.problems)

    def text(self, key: str, pattern: str = "") -> str:
        """A string; without a pattern it may be absent, which reads as empty."""
        value = self._fields.get(key, "" if not pattern else None)
        if isinstance(value, str) and (not pattern or re.fullmatch(pattern, value)):
            return value
        self._note(key, f"text matching {pattern}" if pattern else "text", value)
        return ""

    def whole(self, key: str) -> int:
        """A whole number, 0 or more."""
        value = self._fields.get(key)
        if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            return value
        self._note(key, "a whole number, 0 or more", value)
        return 0

    def numbers(self, key: str) -> dict[str, float]:
        """An object of finite numbers."""
        values = self.part(key)._fields
        for name, value in values.items():
            if not isinstance(value, int | float) or isinstance(value, bool) or not math.isfinite(value):
                self._note(f"{key}.{name}", "a finite number", value)
        return {name: value for name, value in values.items() if isinstance(value, int | float)}

    def part(self, key: str) -> "JsonReader":
        """The reader of an object within this one."""
        return JsonReader(self._fields.get(key), self._path(key), self.problems, self._title)

    def parts(self, key: str) -> list["JsonReader"]:
        """The readers of a list of objects within this one."""
        value = self._fields.get(key)
        if not isinstance(value, list):
            self._note(key, "a list", value)
            return []
        items = cast("list[object]", value)
        return [
            JsonReader(item, f"{self._path(key)}[{index}]", self.problems, self._title)
            for index, item in enumerate(items)
        ]

    def _note(self, key: str, expected: str, found: object) -> None:
        self.problems.append(Problem(self._path(key), f"expected {expected}, found {_shown(found)}"))

    def _path(self, key: str) -> str:
        return f"{self._where}.{key}" if self._where else key


def _shown(value: object) -> str:
    """A value as it stood in the document, short enough for one line."""
    text = "nothing" if value is None else json.dumps(value)
    return text if len(text) <= 60 else f"{text[:57]}..."  # noqa: PLR2004
