"""Reading the YAML of environments and stacks, strictly: a key that stands twice is an error, not a silent choice."""

from pathlib import Path
from typing import Any

import yaml

from components.errors import InvalidInputError, NotFoundError, nearest


class _StrictLoader(yaml.SafeLoader):
    """Safe YAML in which no key may stand twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[object] = set()
        for key_node, _ in node.value:
            key: object = self.construct_object(key_node, deep=True)  # pyright: ignore[reportUnknownMemberType]
            if key in seen:
                mark = key_node.start_mark
                raise yaml.constructor.ConstructorError(problem=f'key "{key}" stands twice', problem_mark=mark)
            seen.add(key)
        return super().construct_mapping(node, deep=deep)


def read_yaml(path: Path, title: str) -> object:
    """The file's content as plain data.

    Raises:
        NotFoundError: there is no such file; the hint names those that are beside it.
        InvalidInputError: it is not YAML, or a key stands twice; with line and column.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        beside = [other.stem for other in path.parent.glob(f"*{path.suffix}")]
        raise NotFoundError.because(title, "there is no such file", hint=nearest(path.stem, beside)) from None
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInputError.because(title, f"cannot be read: {error}") from error
    try:
        return yaml.load(text, _StrictLoader)  # noqa: S506 - the strict loader is a safe loader
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f"line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        raise InvalidInputError.because(title, error.problem or "not YAML", where=where) from None
