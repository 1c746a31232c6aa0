"""Where the Debian layer cannot be made, the user is told everything that is missing, at once."""

from pathlib import Path

import pytest

from components.errors import NotFoundError
from lab.images.catalogue import PYTHON


def test_every_missing_program_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NotFoundError) as raised:
        PYTHON.fill(tmp_path, [])
    missing = [problem.where for problem in raised.value.problems]
    assert missing[:2] == ["apt-get", "dpkg-deb"]
    assert raised.value.problems[0].hint == "images are made on Debian, Ubuntu and their like"
