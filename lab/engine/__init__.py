"""The engine: every program and manifest that Transship's lab and demo run on, found, downloaded or built.

What to call: `obtain` to get parts, `locate` to ask where one is, `ensure_packages` for the system's own, and
`pulumi_home` and `pulumi_environment` to run Pulumi with them. The parts are listed in `lab.engine.parts`.
"""

from lab.engine.cache import Obtained
from lab.engine.obtaining import locate, look, obtain
from lab.engine.packages import ensure_packages
from lab.engine.pulumi_setup import pulumi_environment, pulumi_home

__all__ = ["Obtained", "ensure_packages", "locate", "look", "obtain", "pulumi_environment", "pulumi_home"]
