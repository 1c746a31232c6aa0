"""What a provider's configuration says of the project that it is for."""

import hashlib
from collections.abc import Mapping
from typing import Final

from lab.clouds.values import Properties, Value, at
from lab.clouds.vendors.declared import Declared
from lab.clouds.vendors.kinds import Made, texts_at

_PROJECT: Final = "rehearsal"
_REGION: Final = "us-central1"
_DIGITS: Final = 12

NAME: Final = r"[a-z]([-a-z0-9]{0,61}[a-z0-9])?"
"""Names of nearly everything: https://cloud.google.com/compute/docs/naming-resources, 2026-11-21."""

NAME_RULE: Final = (
    "names are 1 to 63 small letters, digits and hyphens, begin with a letter and do not end with a hyphen"
)


def settings(configuration: Properties) -> Mapping[str, str]:
    """`project`, its `number`, `region` and `zone`; a type without a location of its own is in the region."""
    project = next(iter(texts_at(configuration, "project")), _PROJECT)
    region = next(iter(texts_at(configuration, "region")), _REGION)
    zone = next(iter(texts_at(configuration, "zone")), f"{region}-a")
    return {"project": project, "number": number(project), "region": region, "zone": zone, "location": region}


def number(text: str) -> str:
    """A number as Google gives one to projects, alert policies and the like; the same for the same text."""
    return str(int(hashlib.sha256(text.encode()).hexdigest(), 16))[:_DIGITS]


def effective(made: Made) -> Value:
    """The labels of a resource, and the provider's default ones under them."""
    given = made.words.get("labels") or made.words.get("resourceLabels")
    default = at(made.words, "configuration.defaultLabels")
    return {
        **(default if isinstance(default, dict) else {}),
        **(given if isinstance(given, dict) else {}),
        "goog-pulumi-provisioned": "true",
    }


def fill(declared: Declared, inputs: Properties, configuration: Properties) -> Mapping[str, Value]:
    """Google's provider fills nothing into the inputs: project, region and default labels show in the outputs."""
    del declared, inputs, configuration
    return {}
