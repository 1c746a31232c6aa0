"""Programs that serve on a port of loopback, for as long as a test or a measurement needs them."""

import socket
import subprocess
import time
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from components.errors import OperationError

_START_SECONDS = 30.0
_STOP_SECONDS = 5.0
Address = tuple[str, int]


def free_address() -> Address:
    """An address of loopback where nothing listens now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return ("127.0.0.1", probe.getsockname()[1])


@contextmanager
def serving(
    command: Sequence[str | Path], address: Address, environment: Mapping[str, str] | None = None
) -> Generator[subprocess.Popen[bytes]]:
    """Runs a server from the moment it listens until the context ends.

    Args:
        command: the program and its arguments, which say that it listens on `address`.
        address: where it will listen.
        environment: all its variables; this process's own when there is none.

    Raises:
        OperationError: it did not start.
    """
    process = subprocess.Popen(
        list(command), env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL
    )
    try:
        _wait_until_it_listens(Path(command[0]).name, address, process)
        yield process
    finally:
        process.terminate()
        try:
            process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            # It waits for connections that a client keeps alive; nothing of it is wanted any more.
            process.kill()
            process.wait()


def _wait_until_it_listens(name: str, address: Address, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection(address, timeout=1).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise OperationError.because(name, f"did not listen on {address} within {_START_SECONDS:.0f} s")
