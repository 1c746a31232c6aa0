"""Push and pull beside rclone, as rows of the report; `bench_models` measures them and says how they are compared."""

from collections.abc import Iterator

from lab.engine import obtain
from tests.bench.bench_models import CASES, measured, ratio
from tests.bench.figure import Figure

ROUNDS = 3


def figures() -> Iterator[Figure]:
    """One row a case: seconds, memory, and how many times as fast as the quicker rclone."""
    obtain(["rclone", "versitygw"])
    for case in CASES:
        rows, hashing = measured(case, ROUNDS)
        ours = rows[0]
        theirs = ", ".join(f"{row.tool} {row.seconds:.1f} s in {row.peak_mib:.0f} MiB" for row in rows[1:])
        yield Figure(
            name=f"push and pull of {case.name}",
            measured=f"{ratio(rows):.2f} times rclone: {ours.seconds:.1f} s in {ours.peak_mib:.0f} MiB",
            promised="≥ 1.2 times, ≤ 150 MiB",
            note=f"{theirs}; the hash alone takes {hashing:.1f} s; medians of {ROUNDS}, peak of all",
        )
