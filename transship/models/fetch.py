"""`python -m transship.models.fetch`: the init step of every model pod.

It needs obstore and the standard library, nothing else of Transship's dependencies, and talks in plain lines.
Credentials and endpoints come from the environment. Exit codes: 0 the folder holds the version and every SHA-256 was
verified, 1 it does not, 2 wrong usage.
"""

import argparse
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from components.errors import TransshipError
from transship.models.location import EXAMPLES, REGISTRY_VARIABLE, open_registry
from transship.models.progress import PlainLines, counted, shown_bytes
from transship.models.pull import pull
from transship.models.reference import REFERENCE_EXPECTED, parse_reference


def main(arguments: Sequence[str] | None = None) -> int:
    """Fetches what the arguments name and returns the exit code."""
    options = _parser().parse_args(arguments)
    began = time.monotonic()
    try:
        registry = open_registry(options.registry)
        _say(f"pulling {options.reference} from {registry.label} to {options.to}")
        pulled = pull(registry, parse_reference(options.reference), options.to, PlainLines(_say))
    except TransshipError as error:
        _say(str(error))
        return 1
    seconds = time.monotonic() - began
    held = f"{counted(len(pulled.manifest.files))}, {shown_bytes(pulled.manifest.size_bytes)}"
    _say(f"{options.to} holds {pulled.manifest.reference}: {held}, every SHA-256 verified, in {seconds:.1f} s")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("transship.models.fetch", description="Pull a model version into a folder.")
    parser.add_argument("reference", help=REFERENCE_EXPECTED)
    parser.add_argument("--to", type=Path, required=True, help="the folder that will hold the version")
    default = os.environ.get(REGISTRY_VARIABLE)
    parser.add_argument(
        "--registry", default=default, required=default is None, help=f"{EXAMPLES} [{REGISTRY_VARIABLE}]"
    )
    return parser


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main())
