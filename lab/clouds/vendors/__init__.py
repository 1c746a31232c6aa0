"""What the stand-ins know of each cloud: one module for each Pulumi plugin, which holds a `VENDOR`."""

from collections.abc import Mapping
from importlib import import_module
from typing import Final

from lab.clouds.vendor import Vendor

MODULES: Final[Mapping[str, str]] = {
    "aws": "lab.clouds.vendors.aws",
    "azure-native": "lab.clouds.vendors.azure",
    "gcp": "lab.clouds.vendors.google",
}
"""By the name of the plugin; loaded one at a time, for each brings its vendor's own models."""


def load(name: str) -> Vendor:
    """The vendor behind a plugin."""
    vendor: Vendor = import_module(MODULES[name]).VENDOR
    return vendor
