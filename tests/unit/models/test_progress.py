"""Progress for logs: when a phase begins, and every few seconds while it goes on."""

import pytest

from transship.models.progress import PlainLines, shown_bytes


def test_a_phase_says_what_it_does_and_then_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter((100.0, 100.0, 101.0, 104.0, 105.0, 107.0))
    monkeypatch.setattr("time.monotonic", lambda: next(clock))
    lines: list[str] = []
    watcher = PlainLines(lines.append, every_seconds=5)
    watcher.begin("fetching", 3, 300 * 1024)
    for _ in range(4):
        watcher.advance(50 * 1024)
    assert lines == [
        "fetching: 3 files, 300.0 KiB",
        "fetching: 150.0 KiB of 300.0 KiB, 30.0 KiB/s, about 5 s left",
    ]


@pytest.mark.parametrize(
    ("size_bytes", "shown"),
    [(0, "0 B"), (1023, "1023 B"), (1024, "1.0 KiB"), (45.2 * 1024**2, "45.2 MiB"), (3 * 1024**5, "3072.0 TiB")],
)
def test_sizes_are_for_people(size_bytes: float, shown: str) -> None:
    assert shown_bytes(size_bytes) == shown
