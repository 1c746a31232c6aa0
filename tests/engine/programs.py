"""Programs of the tests' own, on the real engine: folders of `tests/engine/`, run as a project."""

from pathlib import Path

import yaml

from lab.engine import pulumi_environment
from lab.project import REPOSITORY, Project


def project_of(program: str, folder: Path) -> Project:
    """A project in a folder that runs the program in `tests/engine/<program>`; nothing is deployed."""
    state = folder / "state"
    state.mkdir()
    definition = {
        "name": f"transship-test-{program}",
        "main": str(REPOSITORY / "tests" / "engine" / program),
        "runtime": {"name": "python", "options": {"virtualenv": str(REPOSITORY / ".venv"), "toolchain": "pip"}},
    }
    (folder / "Pulumi.yaml").write_text(yaml.safe_dump(definition))
    return Project(folder, pulumi_environment(state, "a passphrase for tests"))
