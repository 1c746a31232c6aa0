"""Runs many requests side by side while holding no more than a fixed number of bytes."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Condition
from types import TracebackType
from typing import Self

UPLOAD_PART_BYTES = 8 * 1024 * 1024
"""Files up to this size are sent in one request, larger ones in parts of it. S3 wants parts of at least 5 MiB.

Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html (2026-11-21)
"""

DOWNLOAD_PART_BYTES = 4 * 1024 * 1024
"""Files up to this size are fetched in one request, larger ones in ranges of it."""

UPLOAD_IN_FLIGHT_BYTES = 48 * 1024 * 1024
"""What requests in flight may hold together; with interpreter and client it keeps a push below 150 MB."""

DOWNLOAD_IN_FLIGHT_BYTES = 24 * 1024 * 1024
"""The same for a pull: half as much, because what arrives is held twice while it is put together."""

PARALLEL_REQUESTS = 16
"""Requests in flight. Object stores answer in 10 to 50 ms, so one after another would leave any network idle."""


class Transfer:
    """A pool of requests with a bound on bytes; a context that waits for them all and raises the first failure.

    Every byte that `start` admits must be given back by `release`, by the task or by whoever takes its result.
    """

    def __init__(self, in_flight_bytes: int, parallel: int = PARALLEL_REQUESTS) -> None:
        self._pool = ThreadPoolExecutor(parallel, thread_name_prefix="transfer")
        self._limit_bytes = in_flight_bytes
        self._held_bytes = 0
        self._changed = Condition()
        self._failure: BaseException | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None:
            self._fail(error)
        self._pool.shutdown(wait=True, cancel_futures=self._failure is not None)
        if error is None and self._failure is not None:
            raise self._failure

    @property
    def stopped(self) -> bool:
        """Whether something failed or was interrupted, so that long tasks should end early."""
        return self._failure is not None

    def start(self, size_bytes: int, task: Callable[[], None]) -> None:
        """Waits until there is room for `size_bytes`, then runs the task in the pool; raises once a task failed."""
        with self._changed:
            # Something larger than the limit goes alone rather than never.
            self._changed.wait_for(
                lambda: self.stopped or not self._held_bytes or self._held_bytes + size_bytes <= self._limit_bytes
            )
            if self._failure is not None:
                raise self._failure
            self._held_bytes += size_bytes
        self._pool.submit(task).add_done_callback(self._note)

    def release(self, size_bytes: int) -> None:
        """Gives back what `start` admitted."""
        with self._changed:
            self._held_bytes -= size_bytes
            self._changed.notify_all()

    def _note(self, future: Future[None]) -> None:
        if not future.cancelled() and (error := future.exception()) is not None:
            self._fail(error)

    def _fail(self, error: BaseException) -> None:
        with self._changed:
            self._failure = self._failure or error
            self._changed.notify_all()
