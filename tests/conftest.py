"""Options and fixtures that every test may use."""

import os

import pytest
from hypothesis import settings

from tests.rigs import goldens

# A deadline would measure the machine, not the code.
settings.register_profile("transship", deadline=None)
settings.load_profile("transship")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-goldens", action="store_true", help="Write goldens instead of comparing with them.")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--update-goldens"):
        os.environ[goldens.UPDATE] = "1"
