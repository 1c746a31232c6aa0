"""The model registry: where model versions and serving images are kept."""

from dataclasses import dataclass

import pulumi

from components.base import Component
from components.contract import Builders
from components.results import RegistryResult
from components.specs import RegistrySpec


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelRegistryArgs:
    """What a registry is made from."""

    spec: RegistrySpec
    builders: Builders


class ModelRegistry(Component):
    """An object store for model versions and an image registry, created or named by the target.

    Attributes:
        result: where they are and how pods read them.
    """

    result: RegistryResult

    def __init__(self, name: str, args: ModelRegistryArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("ModelRegistry", name, args.spec, args.builders.providers, opts)
        self.result = args.builders.build_registry(self, name, args.spec)
        self.register_outputs({"objects": self.result.store.url, "images": self.result.images})
