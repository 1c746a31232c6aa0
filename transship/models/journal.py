"""What a push has sent so far, on the pusher's disk, so that a killed one can go on instead of beginning again."""

import json
import os
import secrets
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import IO, cast

from components.errors import OperationError
from transship.models.layout import CONTENT_PREFIX
from transship.models.locking import exclusive
from transship.models.manifest import ModelFile
from transship.models.reference import VersionReference

_STATE_VARIABLE = "XDG_STATE_HOME"


@dataclass(frozen=True, slots=True)
class Receipt:
    """A file that arrived, and the tag that the store gave its object."""

    file: ModelFile
    tag: str


class Journal:
    """The receipts of one push. Losing one, or the whole journal, costs sending again and nothing else.

    Attributes:
        content: the folder that this push writes to, chosen when it began.
        resumed: whether an earlier process began this push.
        receipts: what arrived before this process began, by path.
    """

    def __init__(self, file: IO[str]) -> None:
        file.seek(0)
        lines = [line for text in file if (line := _intact(text))]
        self.receipts = {line["path"]: _receipt(line) for line in lines if "path" in line}
        began = next((line["content"] for line in lines if "content" in line), "")
        self.resumed = bool(began)
        self.content = began or f"{CONTENT_PREFIX}{secrets.token_hex(6)}"
        self._file = file
        self._lock = Lock()
        # The line break also ends a line that a kill cut short.
        self._file.write("\n")
        if not began:
            self._append({"content": self.content})

    def note(self, receipt: Receipt) -> None:
        """Records that a file arrived. May be called from many threads."""
        file = receipt.file
        self._append({"path": file.path, "sha256": file.sha256, "size_bytes": str(file.size_bytes), "tag": receipt.tag})

    def _append(self, line: dict[str, str]) -> None:
        with self._lock:
            self._file.write(json.dumps(line) + "\n")
            self._file.flush()


@contextmanager
def journal_of(registry: str, reference: VersionReference, source: Path) -> Generator[Journal]:
    """The journal of pushing one source to one version of one registry; deleted when the push comes to its end.

    Raises:
        OperationError: the same push is running already, or the journal cannot be written.
    """
    path = _folder() / f"{sha256(f'{registry} {reference} {source.absolute()}'.encode()).hexdigest()[:32]}.jsonl"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    except OSError as error:
        raise OperationError.because(
            str(path), f"could not be written: {error.strerror}", hint=f"set {_STATE_VARIABLE} to a folder that can be"
        ) from error
    with exclusive(path, f"the same push of {reference}"), path.open("a+", encoding="utf-8") as file:
        yield Journal(file)
        path.unlink()


def _folder() -> Path:
    state = os.environ.get(_STATE_VARIABLE)
    return (Path(state) if state else Path.home() / ".local" / "state") / "transship" / "pushes"


def _intact(text: str) -> dict[str, str]:
    """A line as it was written; empty for one that was cut short."""
    try:
        line: object = json.loads(text)
    except ValueError:
        return {}
    return cast("dict[str, str]", line) if isinstance(line, dict) else {}


def _receipt(line: dict[str, str]) -> Receipt:
    return Receipt(ModelFile(line["path"], line["sha256"], int(line["size_bytes"])), line["tag"])
