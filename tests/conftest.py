"""Options and fixtures that every test may use."""

import os

import pytest

from tests.rigs import goldens


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-goldens", action="store_true", help="Write goldens instead of comparing with them.")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--update-goldens"):
        os.environ[goldens.UPDATE] = "1"
