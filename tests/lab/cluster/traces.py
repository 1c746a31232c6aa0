"""Everything on this machine that could be a trace of a lab, found by looking at the machine and not at the journal."""

import json
import re
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

SHARED_FOLDERS = ("/run/transship", "/var/lib/transship", "/var/lib/cni", "/var/log/containers", "/sys/fs/cgroup")
RUNTIME = Path("/run/transship")
MARK = b"TRANSSHIP_LAB="


def of(labels: Iterable[str], token: str) -> list[str]:
    """What is left of the clusters with these labels, `transship00` and so on, and of the lab with this token."""
    pattern = re.compile("|".join(map(re.escape, labels)) or "nothing matches this")
    machine = (*_mounts(), *_links(), *_routes(), *_rules(), *_files(), *_commands())
    return [*(line for line in machine if pattern.search(line)), *_marked(MARK + token.encode())]


def owners() -> dict[str, str]:
    """The labels that are in use on the machine, each with the token of its lab."""
    entries = (RUNTIME / "blocks").glob("*.json")
    return {f"transship{entry.stem}": json.loads(entry.read_text())["token"] for entry in entries}


def settings_before_labs() -> dict[str, str]:
    """The kernel's settings as the first real node of the machine found them."""
    return json.loads((RUNTIME / "kernel.json").read_text())


def settings_of_the_kernel(names: Iterable[str]) -> dict[str, str]:
    """What they are now."""
    return {name: Path("/proc/sys", name).read_text().strip() for name in names}


def machine_rules() -> list[str]:
    """The machine's own rules for packets, without the counters."""
    saved = _output("iptables-save").splitlines()
    return [re.sub(r"\[\d+:\d+\]", "", line) for line in saved if not line.startswith("#")]


def _mounts() -> Iterator[str]:
    yield from (f"mount {line}" for line in Path("/proc/self/mountinfo").read_text().splitlines())


def _links() -> Iterator[str]:
    yield from (f"link {line}" for line in _output("ip", "-brief", "link").splitlines())


def _routes() -> Iterator[str]:
    yield from (f"route {line}" for line in _output("ip", "route", "show", "table", "all").splitlines())


def _rules() -> Iterator[str]:
    yield from (f"rule {line}" for line in machine_rules())


def _files() -> Iterator[str]:
    for folder in map(Path, SHARED_FOLDERS):
        for path in folder.glob("*"):
            yield f"file {path}"
            if path.is_dir() and not path.name.startswith("transship"):
                yield from (f"file {below}" for below in path.glob("*"))
            if path.is_symlink():
                yield f"link to {path.readlink()}"


def _commands() -> Iterator[str]:
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        yield f"process {_bytes(path).decode(errors='replace')}"


def _marked(mark: bytes) -> Iterator[str]:
    for path in Path("/proc").glob("[0-9]*/environ"):
        if mark in _bytes(path):
            yield f"marked process {path.parent.name}"


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _output(*argv: str) -> str:
    return subprocess.run(argv, capture_output=True, text=True, check=True).stdout
