"""Downloads over HTTPS that give up soon: a machine without internet must not wait for every address in turn."""

import shutil
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, TypeVar
from urllib.parse import urlsplit

_SILENCE_SECONDS = 8
_AGENT = {"User-Agent": "transship"}

T = TypeVar("T")


class Readable(Protocol):
    """A response body."""

    def read(self, size: int = -1, /) -> bytes:
        """Up to `size` bytes, or all that is left."""
        ...


class FetchFailedError(Exception):
    """A download did not happen; the message says which and why, in a few words."""


def open_url(url: str) -> AbstractContextManager[Readable]:
    """Opens an HTTPS address; the proxy variables of the environment are honoured."""
    if urlsplit(url).scheme not in {"http", "https"}:
        raise FetchFailedError(f"{url} is not a web address")
    return urllib.request.urlopen(urllib.request.Request(url, headers=_AGENT), timeout=_SILENCE_SECONDS)  # noqa: S310


@dataclass(slots=True)
class Fetcher:
    """Downloads, and remembers which hosts did not answer so that each is waited for once.

    Attributes:
        open: how an address is opened; tests give their own.
        silent: hosts that did not answer, and why.
    """

    open: Callable[[str], AbstractContextManager[Readable]] = open_url
    silent: dict[str, str] = field(default_factory=dict[str, str])

    def text(self, url: str) -> str:
        """A small text.

        Raises:
            FetchFailedError: the host does not answer or has no such file.
        """
        return self._through(url, lambda body: body.read().decode())

    def file(self, url: str, destination: Path) -> None:
        """A file of any size, streamed to `destination`.

        Raises:
            FetchFailedError: the host does not answer, has no such file, or stopped half-way.
        """

        def save(body: Readable) -> None:
            with destination.open("wb") as handle:
                shutil.copyfileobj(body, handle, 1 << 20)

        self._through(url, save)

    def _through(self, url: str, use: Callable[[Readable], T]) -> T:
        host = urlsplit(url).netloc
        if reason := self.silent.get(host):
            raise FetchFailedError(f"{host}: {reason}")
        try:
            with self.open(url) as body:
                return use(body)
        except urllib.error.HTTPError as error:
            raise FetchFailedError(f"{url}: HTTP {error.code}") from error
        except OSError as error:
            reason = _in_words(error)
            self.silent[host] = reason
            raise FetchFailedError(f"{host}: {reason}") from error


def _in_words(error: OSError) -> str:
    """What the system says of a failed connection, without its number."""
    cause = getattr(error, "reason", error)
    return cause.strerror or str(cause) if isinstance(cause, OSError) else str(cause)
