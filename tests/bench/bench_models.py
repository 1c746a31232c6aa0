"""Pushes and pulls a model with `transship models` and with rclone, through the same S3 server, in turn.

`python -m tests.bench.bench_models [--json FILE] [--rounds N]`; prints a table, asserts nothing.

What is compared: bringing the same files into an empty prefix and out again into an empty folder, as whole processes,
with every byte hashed by the client on both ways. `transship` computes SHA-256 while it sends and checks it before a
file appears. rclone runs `copy --checksum`: it computes MD5 before it sends, stores it, compares it with the server's
afterwards, and again with what it read on the way back. rclone is measured as it comes and with as many requests and
parts in flight as `transship` uses; the ratio is against the quicker of the two. The server (versitygw, over a folder,
connections kept alive) shares the machine with both; its processor time is shown because it bounds what any client can
reach, as does a SHA-256 of the same bytes alone.

Each round runs all three in turn, after the disk has settled; figures are medians.
"""

import argparse
import hashlib
import json
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

import psutil
from rich.console import Console
from rich.table import Table

from components.errors import NotFoundError
from lab.engine import locate
from tests.bench.measure import Run, timed
from tests.rigs.s3_server import BUCKET, S3Server, s3_server
from transship.models.transfer import PARALLEL_REQUESTS, UPLOAD_IN_FLIGHT_BYTES, UPLOAD_PART_BYTES

TRANSSHIP = (sys.executable, "-c", "from transship.cli.main import main; main()", "models")
TUNED = (
    f"--transfers={PARALLEL_REQUESTS}",
    f"--checkers={PARALLEL_REQUESTS}",
    f"--s3-chunk-size={UPLOAD_PART_BYTES}B",
    f"--s3-upload-concurrency={UPLOAD_IN_FLIGHT_BYTES // UPLOAD_PART_BYTES}",
    f"--multi-thread-streams={UPLOAD_IN_FLIGHT_BYTES // UPLOAD_PART_BYTES}",
    f"--multi-thread-cutoff={UPLOAD_PART_BYTES}B",
    "--s3-no-check-bucket",
)


@dataclass(frozen=True, slots=True)
class Case:
    """A model to move: so many files of one size."""

    name: str
    files: int
    file_bytes: int


CASES = (Case("1 GB in one file", 1, 1_000_000_000), Case("10,000 files of 100 KB", 10_000, 100_000))


@dataclass(frozen=True, slots=True)
class Row:
    """What one tool took for one case: seconds there and back, peak memory, and the server's processor seconds."""

    case: str
    tool: str
    push_seconds: float
    pull_seconds: float
    peak_mib: float
    server_cpu_seconds: float

    @property
    def seconds(self) -> float:
        """There and back."""
        return self.push_seconds + self.pull_seconds


class Course:
    """Where the tools run: a server, the model's files, and an empty folder for what comes back."""

    def __init__(self, server: S3Server, source: Path, scratch: Path) -> None:
        self._server = server
        self._source = source
        self._target = scratch / "target"
        self._variables = {**os.environ, **server.variables, "XDG_STATE_HOME": str(scratch / "state")}

    def transship(self, case: Case) -> Row:
        """One round of `transship models`."""
        registry = f"--registry={self._server.registry}"
        push = (*TRANSSHIP, "push", str(self._source), "bench/1", registry)
        pull = (*TRANSSHIP, "pull", "bench/1", registry, "--to", str(self._target))
        return self._row(case, "transship", push, pull)

    def rclone(self, case: Case, tool: str, options: Sequence[str]) -> Row:
        """One round of rclone."""
        program = locate("rclone")
        if program is None:
            raise NotFoundError.because("rclone", "is not on this machine", hint="python -m lab.engine rclone")
        copy = (str(program), "--config=/dev/null", "copy", "--checksum", *options)
        remote = f":s3,provider=Other,env_auth,endpoint='{self._variables['AWS_ENDPOINT_URL']}':{BUCKET}/rclone"
        return self._row(case, tool, (*copy, str(self._source), remote), (*copy, remote, str(self._target)))

    def _row(self, case: Case, tool: str, push: Sequence[str], pull: Sequence[str]) -> Row:
        server = psutil.Process(self._server.process.pid)
        before = server.cpu_times()
        pushed, pulled = self._settled(push), self._settled(pull)
        after = server.cpu_times()
        came_back = sum(
            1 for path in self._target.rglob("*") if path.is_file() and not path.name.startswith(".transship")
        )
        if came_back != case.files:
            raise RuntimeError(f"{tool}: {came_back} of {case.files} files came back")
        for folder in (self._target, *self._server.folder.iterdir()):
            shutil.rmtree(folder)
        server_cpu_seconds = after.user + after.system - before.user - before.system
        peak_mib = max(pushed.peak_mib, pulled.peak_mib)
        return Row(case.name, tool, pushed.seconds, pulled.seconds, peak_mib, server_cpu_seconds)

    def _settled(self, command: Sequence[str]) -> Run:
        """Runs a command once nothing of the one before waits to be written."""
        os.sync()
        return timed(command, self._variables)


def write_model(folder: Path, case: Case) -> None:
    """Files that do not compress, the same every time."""
    noise = random.Random(case.name)  # noqa: S311 - nothing secret
    for number in range(case.files):
        file = folder / f"{number // 500:02}" / f"{number:05}.bin"
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("wb") as opened:
            for start in range(0, case.file_bytes, UPLOAD_PART_BYTES):
                opened.write(noise.randbytes(min(UPLOAD_PART_BYTES, case.file_bytes - start)))


def hash_seconds(folder: Path) -> float:
    """How long the SHA-256 of every file takes, alone."""
    start = time.perf_counter()
    for path in sorted(folder.rglob("*.bin")):
        with path.open("rb") as file:
            hashlib.file_digest(file, "sha256")
    return time.perf_counter() - start


def measured(case: Case, rounds: int) -> tuple[list[Row], float]:
    """The medians of every tool for one case, and the seconds of the hash alone."""
    with tempfile.TemporaryDirectory(prefix="transship-bench-") as made:
        scratch = Path(made)
        write_model(scratch / "source", case)
        runs: list[Row] = []
        with s3_server(scratch / "server") as server:
            course = Course(server, scratch / "source", scratch)
            for _ in range(rounds):
                runs += [
                    course.transship(case),
                    course.rclone(case, "rclone", ()),
                    course.rclone(case, "rclone, tuned", TUNED),
                ]
        return [middle([run for run in runs if run.tool == tool]) for tool in dict.fromkeys(r.tool for r in runs)], (
            hash_seconds(scratch / "source")
        )


def middle(runs: Sequence[Row]) -> Row:
    """The median of every figure, and the largest peak."""
    return Row(
        runs[0].case,
        runs[0].tool,
        median(run.push_seconds for run in runs),
        median(run.pull_seconds for run in runs),
        max(run.peak_mib for run in runs),
        median(run.server_cpu_seconds for run in runs),
    )


def ratio(rows: Sequence[Row]) -> float:
    """How many times as fast as the quicker rclone `transship` was."""
    ours, *theirs = rows
    return min(row.seconds for row in theirs) / ours.seconds


def table(rows: Sequence[Row], hashing: float) -> Table:
    """The figures of one case for people."""
    columns = ("", "push s", "pull s", "both s", "peak MiB", "server CPU s", "times rclone")
    made = Table(*columns, title=rows[0].case, box=None)
    for row in rows:
        figures = (row.push_seconds, row.pull_seconds, row.seconds, row.peak_mib, row.server_cpu_seconds)
        compared = f"{ratio(rows):.2f}" if row is rows[0] else ""
        made.add_row(row.tool, *(f"{figure:.2f}" for figure in figures), compared)
    made.add_row("SHA-256 alone, once", "", "", f"{hashing:.2f}")
    return made


def main() -> None:
    """Measures every case and writes what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, help="where to write the figures")
    parser.add_argument("--rounds", type=int, default=3, help="how often each tool runs")
    options = parser.parse_args()
    results = {case.name: measured(case, options.rounds) for case in CASES}
    for rows, hashing in results.values():
        Console().print(table(rows, hashing))
    if options.json:
        found = [
            {
                "case": name,
                "times_rclone": round(ratio(rows), 2),
                "hash_seconds": round(hashing, 3),
                "rows": [asdict(row) for row in rows],
            }
            for name, (rows, hashing) in results.items()
        ]
        options.json.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
