"""Which resources of a plan can be tagged, by the SDKs' own word, and with what each would be."""

import inspect
import json
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any, cast

from transship.plan.recorder import Recorded, Recording

PACKAGES = {"aws": "pulumi_aws", "azure-native": "pulumi_azure_native", "gcp": "pulumi_gcp"}
FIELDS = {"aws": ("tags",), "azure-native": ("tags",), "gcp": ("labels", "resource_labels", "user_labels")}
"""What the SDK calls them. Google's cluster calls its own `resource_labels`, its alerts `user_labels`."""

DEFAULTS = {"aws": ("defaultTags", "tags"), "gcp": ("defaultLabels",)}
"""Where a provider keeps what it puts on everything; azure-native has nothing of the kind."""

NOT_COVERED = {"gcp:container/cluster:Cluster", "gcp:monitoring/alertPolicy:AlertPolicy"}
"""Types whose labels a provider's defaults do not reach: they need labels of their own."""


def tags(recording: Recording) -> Iterator[tuple[Recorded, Mapping[str, str]]]:
    """Every cloud resource that can be tagged, with its tags."""
    providers = {resource.urn: resource for resource in recording.resources if ":providers:" in resource.type}
    for resource in recording.resources:
        cloud = resource.type.partition(":")[0]
        if cloud not in PACKAGES or ":providers:" in resource.type:
            continue
        if field := _field(resource.type):
            provider = providers[resource.provider.rpartition("::")[0]]
            covered = resource.type not in NOT_COVERED
            defaults: Mapping[str, str] = _default(cloud, provider) if covered else {}
            yield resource, {**defaults, **cast("dict[str, str]", resource.inputs.get(field, {}))}


def _field(token: str) -> str:
    """The input that holds a type's tags, in the engine's spelling; empty where it has none."""
    cloud, module, name = token.split(":")
    package: Any = import_module(f"{PACKAGES[cloud]}.{module.partition('/')[0]}")
    parameters = inspect.signature(getattr(package, name)._internal_init).parameters
    found = next((field for field in FIELDS[cloud] if field in parameters), "")
    first, *rest = found.split("_")
    return first + "".join(part.capitalize() for part in rest)


def _default(cloud: str, provider: Recorded) -> Mapping[str, str]:
    value: Any = provider.inputs
    for step in DEFAULTS.get(cloud, ("",)):
        value = value.get(step, {})
        # The engine hands a provider's objects over as JSON.
        value = json.loads(value) if isinstance(value, str) else value
    return value
