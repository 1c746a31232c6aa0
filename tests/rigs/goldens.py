"""Goldens: what a person reviewed once, and every run must give again.

The path is the meaning: `tests/golden/<stack>/<what>.json`. Refresh with `pytest --update-goldens`, then read the diff.
"""

import difflib
import os
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "golden"
UPDATE = "TRANSSHIP_UPDATE_GOLDENS"


def assert_golden(path: str, text: str) -> None:
    """Asserts that the text is what the golden file holds; writes the file instead when asked to."""
    file = FOLDER / path
    if os.environ.get(UPDATE):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return
    known = file.read_text(encoding="utf-8") if file.exists() else ""
    difference = "".join(
        difflib.unified_diff(known.splitlines(keepends=True), text.splitlines(keepends=True), "golden", "now", n=2)
    )
    assert not difference, f"{path} differs; if the change is meant: pytest --update-goldens\n{difference}"
