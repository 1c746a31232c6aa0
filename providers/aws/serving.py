"""The cluster on AWS: network, control plane, nodes for the add-ons, and the serving layer inside."""

import base64
from dataclasses import dataclass, replace

import pulumi
import pulumi_kubernetes as kubernetes
from pulumi_aws import eks

from components.naming import ENVIRONMENT_LABEL, POOL_LABEL
from components.results import ClusterResult, RegistryResult
from components.specs import CapacityKind, Environment
from providers.aws.addons import GPU_OPERATOR, addons_of
from providers.aws.cluster import ControlPlaneRequest, build_control_plane
from providers.aws.eks_addons import build_late_addons
from providers.aws.flow_log import build_flow_log
from providers.aws.keys import KEY
from providers.aws.kubeconfig import auth_command, kubeconfig
from providers.aws.logs import LogSettings
from providers.aws.metrics import Metrics, MetricsRequest, build_metrics
from providers.aws.native import key_of
from providers.aws.network import VPC, Network, adopt_network, build_network
from providers.aws.node_group import NodesRequest
from providers.aws.node_role import NODE_ROLE, build_node_role
from providers.aws.nodes import Home, build_nodes
from providers.aws.options import AwsOptions
from providers.aws.private_access import build_endpoints
from providers.aws.scaling import build_node_autoscaling
from providers.aws.shapes import SYSTEM_DISK_GIB, SYSTEM_NODES, SYSTEM_SHAPE, choose_machine
from providers.aws.site import Site
from providers.incluster.addons import ACCELERATORS, MONITORING
from providers.incluster.serving import ServingRequest, build_serving, open_layer

SYSTEM = "system"
KUBERNETES = "kubernetes"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterRequest:
    """What the cluster is built from."""

    site: Site
    environment: Environment
    options: AwsOptions
    registry: RegistryResult

    @property
    def own_key_arn(self) -> pulumi.Input[str] | None:
        """The key of everything at rest; None where AWS's own keys do."""
        return key_of(self.registry.native).arn if self.environment.serving.customer_keys else None

    @property
    def logs(self) -> LogSettings:
        """How logs are kept."""
        return LogSettings(retention_days=self.options.log_retention_days, key_arn=self.own_key_arn)


def build_cluster(parent: pulumi.Resource, name: str, request: ClusterRequest) -> ClusterResult:
    """Creates everything up to the front door that models are reached by."""
    site, options = request.site, request.options
    network = _network(parent, name, request)
    plane = build_control_plane(
        parent,
        name,
        ControlPlaneRequest(
            site=site,
            options=options.cluster,
            network=network,
            services_cidr=options.network.services_cidr,
            key_arn=key_of(request.registry.native).arn,
            logs=request.logs,
        ),
    )
    cluster = plane.cluster
    role, allowed = build_node_role(parent, name, site)
    needed = [*plane.ready, *allowed, *network.native.values()]
    home = Home(cluster=cluster, role=role, subnet_ids=network.subnet_ids, after=needed)
    system, system_native = build_nodes(parent, f"{name}-{SYSTEM}", home, _system_nodes(request))
    ready = [system, *build_late_addons(parent, name, cluster, [system])]
    metrics = build_metrics(parent, name, _metrics(request), cluster)
    config = _kubeconfig(site, cluster)
    provider = _provider(parent, name, config)
    layer = open_layer(parent, name, provider, tuple(ready))
    serving = build_serving(layer, name, _serving(request, metrics))
    scaling = build_node_autoscaling(parent, layer, name, site, cluster)
    return ClusterResult(
        provider=provider,
        endpoint=cluster.endpoint,
        ca_certificate=_authority(cluster).apply(_pem),
        auth_command=auth_command(site),
        kubeconfig=config,
        namespace=serving.namespace,
        gateway=serving.gateway,
        gateway_address=serving.gateway_address,
        gateway_scheme=serving.gateway_scheme,
        addons=serving.addons,
        native={
            KEY: request.registry.native[KEY],
            **network.native,
            **plane.native,
            NODE_ROLE: role,
            **{f"{SYSTEM}-{part}": resource for part, resource in system_native.items()},
            **metrics.native,
            **serving.native,
            **scaling,
        },
    )


def _network(parent: pulumi.Resource, name: str, request: ClusterRequest) -> Network:
    options = request.options.network
    if options.existing is not None:
        return adopt_network(options.existing)
    network = build_network(parent, name, request.site, options)
    native = dict(network.native)
    if options.private_endpoints:
        native |= build_endpoints(parent, name, request.site, network)
    if options.flow_logs:
        native |= build_flow_log(parent, f"{name}-{VPC}", request.site, network.vpc_id, request.logs)
    return replace(network, native=native)


def _system_nodes(request: ClusterRequest) -> NodesRequest:
    """The nodes of the cluster's own pods: the only ones without which there is no autoscaler, hence never none."""
    site = request.site
    return NodesRequest(
        site=site,
        name=SYSTEM,
        machine=choose_machine(SYSTEM_SHAPE, CapacityKind.ON_DEMAND, site.region).machine,
        architecture=SYSTEM_SHAPE.architecture,
        labels={POOL_LABEL: SYSTEM, ENVIRONMENT_LABEL: site.environment},
        taints=(),
        spot=False,
        min=SYSTEM_NODES,
        max=request.options.system_nodes_max,
        initial=SYSTEM_NODES,
        disk_gib=SYSTEM_DISK_GIB,
        accelerators=0,
        key_arn=request.own_key_arn,
    )


def _metrics(request: ClusterRequest) -> MetricsRequest:
    return MetricsRequest(
        site=request.site,
        options=request.options.monitoring,
        retention_days=request.environment.monitoring.retention_days,
        key_arn=request.own_key_arn,
        logs=request.logs,
    )


def _serving(request: ClusterRequest, metrics: Metrics) -> ServingRequest:
    environment, options = request.environment, request.options
    return ServingRequest(
        environment_name=request.site.environment,
        spec=environment.serving,
        store=request.registry.store,
        addons=addons_of(environment, options.addons),
        monitoring=options.monitoring,
        retention_days=environment.monitoring.retention_days,
        exposure="LoadBalancer",
        chart_values={MONITORING: metrics.values, ACCELERATORS: GPU_OPERATOR},
    )


def _authority(cluster: eks.Cluster) -> pulumi.Output[str]:
    return cluster.certificate_authority.data


def _kubeconfig(site: Site, cluster: eks.Cluster) -> pulumi.Output[str]:
    """Holds no credentials; a secret all the same, as on every target."""
    written = pulumi.Output.all(cluster.endpoint, _authority(cluster)).apply(
        lambda both: kubeconfig(site, both[0], both[1])
    )
    return pulumi.Output.secret(written)


def _provider(parent: pulumi.Resource, name: str, config: pulumi.Output[str]) -> kubernetes.Provider:
    # An `up` that was killed leaves objects that its state does not know; the next one has to take them over
    # (docs/adr/0006-an-up-takes-over-what-it-finds.md).
    return kubernetes.Provider(
        f"{name}-{KUBERNETES}",
        kubeconfig=config,
        upsert_existing_objects=True,
        opts=pulumi.ResourceOptions(parent=parent),
    )


def _pem(authority: str) -> str:
    """The certificate authority as PEM; as it is where it is no base64, as in a plan."""
    try:
        return base64.b64decode(authority, validate=True).decode()
    except ValueError:
        return authority
