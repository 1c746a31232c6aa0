"""What Azure can do, capability by capability; pure, and read by README's matrix and the tests."""

from datetime import date

from components.capabilities import Capability, Degraded, Emulated, Lacking, Native, Source, Support, Unsupported
from components.specs import AcceleratorKind

CHECKED = date(2026, 11, 21)


def _read(url: str) -> Source:
    return Source(f"https://{url}", CHECKED)


def _learn(page: str) -> Source:
    return _read(f"learn.microsoft.com/azure/{page}")


SUPPORT = Support(
    "azure",
    {
        Capability.REGISTRY_REPLICATION: Native(_learn("storage/blobs/object-replication-overview")),
        Capability.REGISTRY_IMMUTABILITY: Degraded(
            "enforcement by the registry: models are versioned and brought back, tags can be locked one by one only",
            _learn("container-registry/container-registry-image-lock"),
        ),
        Capability.IMAGE_SCANNING: Emulated(
            "Microsoft Defender for Containers scans what is pushed; it is a plan of the whole subscription",
            "the plan's price for every cluster and image of the subscription",
            _learn("defender-for-cloud/agentless-vulnerability-assessment-azure"),
        ),
        Capability.SPOT: Native(_learn("aks/spot-node-pool")),
        Capability.SPOT_FALLBACK: Emulated(
            "two agent pools, spot and on demand, and the autoscaler's priority expander asks for spot first",
            "nodes on demand stay until they are empty; while they are, the two pools may hold more than the most",
            _learn("aks/cluster-autoscaler-overview"),
        ),
        Capability.SCALE_TO_ZERO: Native(_learn("aks/cluster-autoscaler")),
        Capability.GPU: Native(_learn("aks/use-nvidia-gpu")),
        Capability.GPU_SHARING: Unsupported(
            Lacking.OURS,
            "pods are given whole devices; MIG is set on an agent pool, time-slicing in the device plugin",
            "smaller machines, or `gpuInstanceProfile` by `options.arguments`",
            _learn("aks/gpu-multi-instance"),
        ),
        Capability.TPU: Unsupported(
            Lacking.NEVER,
            "TPUs are Google's",
            "give the pool an nvidia-t4, nvidia-a10 or nvidia-h100 among its `substitutes`, or deploy to target gcp",
            _read("cloud.google.com/tpu/docs/intro-to-tpu"),
        ),
        Capability.MULTI_HOST_SLICES: Unsupported(
            Lacking.NEVER,
            "slices join TPU hosts, and there are none",
            "one node with more accelerators, or target gcp",
            _read("cloud.google.com/kubernetes-engine/docs/concepts/tpus"),
        ),
        Capability.ARM64: Native(_learn("aks/use-arm64-vms")),
        Capability.WEIGHTS: Native(_read("gateway-api.sigs.k8s.io/guides/traffic-splitting/")),
        Capability.SHADOW: Native(_read("gateway-api.sigs.k8s.io/guides/http-request-mirroring/")),
        Capability.SESSION_AFFINITY: Unsupported(
            Lacking.OURS,
            "session persistence is still experimental in the Gateway API, and Transship stays on its standard channel",
            "keep sessions in the client, or attach a policy of Envoy Gateway to the route",
            _read("gateway-api.sigs.k8s.io/geps/gep-1619/"),
        ),
        Capability.PRIVATE_SERVING: Native(_learn("aks/internal-lb")),
        Capability.CUSTOMER_KEYS: Degraded(
            "the environment's key over metrics and logs: Log Analytics takes one from 100 GB a day on, in a cluster",
            _learn("azure-monitor/logs/customer-managed-keys"),
        ),
        Capability.WORKLOAD_IDENTITY: Native(_learn("aks/workload-identity-overview")),
        Capability.METRICS: Native(_learn("azure-monitor/containers/prometheus-remote-write")),
        Capability.DASHBOARDS: Native(_read("grafana.com/docs/grafana/latest/administration/provisioning/")),
        Capability.ALERTS: Native(_learn("azure-monitor/essentials/prometheus-rule-groups")),
        Capability.DRIFT: Unsupported(
            Lacking.OURS,
            "comparing served requests with training data is not built yet",
            "export requests from the runtime, and compare them in a job of your own",
            _learn("machine-learning/concept-model-monitoring"),
        ),
        Capability.BUDGET_ALARM: Native(_learn("cost-management-billing/costs/tutorial-acm-create-budgets")),
        Capability.ROUTING_BY_DNS: Unsupported(
            Lacking.OURS,
            "traffic across targets is not built yet",
            "weights of a Traffic Manager profile of your own, over the stacks' gateways",
            _learn("traffic-manager/traffic-manager-routing-methods"),
        ),
        Capability.ROUTING_BY_GATEWAY: Unsupported(
            Lacking.OURS,
            "traffic across targets is not built yet",
            "change the weights of an upstream router by hand",
            _read("gateway-api.sigs.k8s.io/api-types/httproute/"),
        ),
    },
    accelerators={
        AcceleratorKind.NVIDIA_T4,
        AcceleratorKind.NVIDIA_A10,
        AcceleratorKind.NVIDIA_A100,
        AcceleratorKind.NVIDIA_H100,
        AcceleratorKind.NVIDIA_H200,
    },
)
