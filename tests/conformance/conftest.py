"""Runs the suite once for every target that `components/targets.py` names."""

import pytest

from components import targets
from tests.rigs.targets import RIGS, Rig


@pytest.fixture(params=sorted(targets.TARGETS))
def target(request: pytest.FixtureRequest) -> Rig:
    """The rig of one target; a target without a rig fails here."""
    return RIGS[request.param]
