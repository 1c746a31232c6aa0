"""An environment's registry, installed in a lab's cluster: nothing but the object store and what it needs."""

import pulumi

from components.contract import StackSettings
from components.model_registry import ModelRegistry, ModelRegistryArgs
from components.specs import Environment, NodeCount, PoolSpec, RegistrySpec, Shape
from providers.incluster.options import ImageOptions
from providers.onprem.machines import PoolOptions
from providers.onprem.options import (
    OBJECTS_ACCESS_KEY_ID,
    OBJECTS_SECRET_ACCESS_KEY,
    InstallObjectsOptions,
    OnPremOptions,
    RegistryOptions,
)
from providers.onprem.target import TARGET

CONFIG = pulumi.Config()
POOL = PoolSpec(name="cpu", requires=Shape(vcpu=1, memory_gib=1), nodes=NodeCount(min=1, expected=1, max=1))

settings = StackSettings(
    name=pulumi.get_stack(),
    environment=Environment(pools=(POOL,)),
    region="lab",
    options=OnPremOptions(
        kubeconfig_path=CONFIG.require("kubeconfig"),
        registry=RegistryOptions(
            images="registry.example.com",
            install_objects=InstallObjectsOptions(
                storage_gib=1, storage_class=CONFIG.require("storage_class"), image=CONFIG.require("image")
            ),
        ),
        images=ImageOptions(puller="registry.example.com/puller:test"),
        pools={"cpu": PoolOptions(selector={"kubernetes.io/os": "linux"})},
    ),
    secrets={name: CONFIG.require_secret(name) for name in (OBJECTS_ACCESS_KEY_ID, OBJECTS_SECRET_ACCESS_KEY)},
)
registry = ModelRegistry("registry", ModelRegistryArgs(spec=RegistrySpec(), builders=TARGET.open(settings)))
pulumi.export("url", registry.result.store.url)
