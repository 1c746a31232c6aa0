"""What each cloud refuses and accepts, as tables: token, good inputs, the change that spoils them, where, and why."""

from typing import Any, TypeAlias

Refused: TypeAlias = tuple[str, dict[str, Any], dict[str, Any], str, str]
Accepted: TypeAlias = tuple[str, dict[str, Any]]
