"""The composition root: asks the target, opens it, and builds the components in order."""

import pulumi

from components.compute_pool import ComputePool, ComputePoolArgs
from components.model_deployment import ModelDeployment, ModelDeploymentArgs
from components.model_registry import ModelRegistry, ModelRegistryArgs
from components.monitoring import Monitoring, MonitoringArgs
from components.serving_cluster import ServingCluster, ServingClusterArgs
from stacks import stack_outputs
from stacks.admission import Admitted, admit_stack
from stacks.settings import Stack


def run(stack: Stack) -> None:
    """Deploys a stack: admission, then components, then outputs.

    Raises:
        UnsupportedError: the target lacks something; nothing was created.
    """
    build(*admit_stack(stack))


def build(stack: Stack, admitted: Admitted) -> None:
    """Creates the components of an admitted stack, each after what it needs.

    Raises:
        InvalidInputError: the stack's options contradict each other, or name what is not there.
    """
    settings, environment = stack.settings, stack.settings.environment
    builders = stack.target.open(settings)
    registry = ModelRegistry("registry", ModelRegistryArgs(spec=environment.registry, builders=builders))
    cluster = ServingCluster(
        "cluster", ServingClusterArgs(spec=environment.serving, builders=builders, registry=registry.result)
    )
    for remark in admitted.remarks:
        pulumi.log.info(remark, cluster)
    pools = {
        spec.name: ComputePool(spec.name, ComputePoolArgs(spec=spec, builders=builders, cluster=cluster.result))
        for spec in environment.pools
    }
    pool_results = {name: pool.result for name, pool in pools.items()}
    monitoring = Monitoring(
        "monitoring",
        MonitoringArgs(spec=environment.monitoring, builders=builders, cluster=cluster.result, pools=pool_results),
    )
    models = {
        spec.name: ModelDeployment(
            spec.name,
            ModelDeploymentArgs(
                spec=spec,
                builders=builders,
                cluster=cluster.result,
                registry=registry.result,
                pools={variant.pool: pool_results[variant.pool] for variant in spec.variants},
            ),
        )
        for spec in environment.models
    }
    stack_outputs.export(
        stack_outputs.of(
            stack,
            admitted,
            stack_outputs.Built(
                registry=registry.result,
                cluster=cluster.result,
                pools=tuple(pool_results.values()),
                monitoring=monitoring.result,
                models={name: model.result for name, model in models.items()},
            ),
        )
    )
    builders.finish()
