"""The serving layer with nothing around it: what a target would hand to the builders in `providers/incluster/`."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import pulumi
from pulumi_kubernetes import Provider

from components.results import ClusterResult, DeploymentResult, ModelStore, PoolResult, RegistryResult, Toleration
from components.specs import ModelSpec, Runtime, RuntimeKind
from providers.incluster.deployment import Setting, build_deployment
from providers.incluster.monitoring.options import MonitoringOptions
from providers.incluster.options import ImageOptions
from transship.plan.recorder import Recording, record

HUSH = "a word that must never be seen"
NAMESPACE = "transship-test"
IMAGES = ImageOptions(puller="registry.example.com/ml/puller:0.1.0")

CUSTOM = Runtime(kind=RuntimeKind.CUSTOM, image="registry.example.com/own:1", port=9001, ready_path="/ready")
RUNTIMES = {kind: CUSTOM if kind is RuntimeKind.CUSTOM else Runtime(kind=kind) for kind in RuntimeKind}
"""One runtime of every kind."""

CPU = PoolResult(name="cpu", machine="worker", min=1, max=3, selector={"pool": "cpu"})
ACCELERATED = PoolResult(
    name="accelerated",
    machine="l4-box",
    min=0,
    max=2,
    selector={"pool": "accelerated"},
    tolerations=(Toleration(key="nvidia.com/gpu", value="present", effect="NoSchedule"),),
    priority_class="transship-test-accelerated",
    accelerator_resource="nvidia.com/gpu",
)


def store(**changes: object) -> ModelStore:
    """An S3 API outside the cluster, with keys."""
    made = ModelStore(
        url="s3://models/test",
        environment={"AWS_ENDPOINT_URL": "https://objects.example.com"},
        secrets={"AWS_SECRET_ACCESS_KEY": pulumi.Output.secret(HUSH)},
        port=9000,
    )
    return replace(made, **changes)


def recorded(build: Callable[[pulumi.Resource, pulumi.ProviderResource], object]) -> Recording:
    """What a builder registers below a component that carries an explicit provider."""

    def program() -> None:
        provider = Provider("cluster", kubeconfig="{}")
        parent = pulumi.ComponentResource(
            "transship:index:Test", "test", opts=pulumi.ResourceOptions(providers=[provider])
        )
        build(parent, provider)

    return record(program)


def setting(provider: pulumi.ProviderResource) -> Setting:
    """What every model of an environment is served with."""
    cluster = ClusterResult(
        provider=provider,
        endpoint="https://cluster.example.com",
        ca_certificate="",
        auth_command="",
        kubeconfig=pulumi.Output.secret(HUSH),
        namespace=NAMESPACE,
        gateway="models",
        gateway_address="models.example.com",
    )
    return Setting(
        environment_name="test",
        cluster=cluster,
        registry=RegistryResult(store=store(), images="registry.example.com/ml"),
        images=IMAGES,
        monitoring=MonitoringOptions(),
    )


def unchanged(setting: Setting) -> Setting:
    """The setting as it is."""
    return setting


def served(
    model: ModelSpec,
    pools: Mapping[str, PoolResult] | None = None,
    change: Callable[[Setting], Setting] = unchanged,
) -> Recording:
    """What serving a model registers, on pools `cpu` and `accelerated` unless others are given.

    Outputs cannot outlive the recording they are made in: `change` is called inside it.
    """
    there = pools or {"cpu": CPU, "accelerated": ACCELERATED}

    def build(parent: pulumi.Resource, provider: pulumi.ProviderResource) -> DeploymentResult:
        result = build_deployment(parent, model.name, model, change(setting(provider)), there)
        pulumi.export("endpoint", result.endpoint)
        pulumi.export("services", dict(result.services))
        return result

    return recorded(build)
