"""What Google Cloud can do, capability by capability; pure, and read by README's matrix and the tests."""

from datetime import date

from components.capabilities import Capability, Degraded, Emulated, Lacking, Native, Source, Support, Unsupported

CHECKED = date(2026, 11, 21)


def _read(url: str) -> Source:
    return Source(f"https://{url}", CHECKED)


def _google(page: str) -> Source:
    return _read(f"cloud.google.com/{page}")


def _gke(page: str) -> Source:
    return _google(f"kubernetes-engine/docs/{page}")


SUPPORT = Support(
    "gcp",
    {
        Capability.REGISTRY_REPLICATION: Native(_google("storage/docs/availability-durability#turbo-replication")),
        Capability.REGISTRY_IMMUTABILITY: Degraded(
            "enforcement for models: image tags never move, while a writer of the bucket can overwrite a model's "
            "objects, whose old contents are kept for `keep_noncurrent_days`",
            _google("storage/docs/object-versioning"),
        ),
        Capability.IMAGE_SCANNING: Native(_google("artifact-analysis/docs/container-scanning-overview")),
        Capability.SPOT: Native(_gke("concepts/spot-vms")),
        Capability.SPOT_FALLBACK: Emulated(
            "a spot and an on-demand node pool, which a ComputeClass makes GKE grow in that order",
            "on-demand prices while spot is out, and until pods move; each of the two may grow to `nodes.max`",
            _gke("concepts/about-custom-compute-classes"),
        ),
        Capability.SCALE_TO_ZERO: Native(_gke("concepts/cluster-autoscaler")),
        Capability.GPU: Native(_gke("how-to/gpus")),
        Capability.GPU_SHARING: Unsupported(
            Lacking.OURS,
            "pods are given whole devices; GKE's time-sharing and partitions are not asked for",
            "set `nodeConfig.guestAccelerators` of the node pool in `options.arguments`",
            _gke("concepts/timesharing-gpus"),
        ),
        Capability.TPU: Native(_gke("concepts/tpus")),
        Capability.MULTI_HOST_SLICES: Unsupported(
            Lacking.OURS,
            "a pool is a number of like nodes that each serve alone; slices of several hosts start and stop together",
            "one host with up to 8 chips",
            _gke("concepts/plan-tpus"),
        ),
        Capability.ARM64: Native(_gke("concepts/arm-on-gke")),
        Capability.WEIGHTS: Native(_read("gateway-api.sigs.k8s.io/guides/traffic-splitting/")),
        Capability.SHADOW: Native(_read("gateway-api.sigs.k8s.io/guides/http-request-mirroring/")),
        Capability.SESSION_AFFINITY: Unsupported(
            Lacking.OURS,
            "session persistence is still experimental in the Gateway API, and Transship stays on its standard channel",
            "keep sessions in the client, or attach a policy of your gateway to the route",
            _read("gateway-api.sigs.k8s.io/geps/gep-1619/"),
        ),
        Capability.PRIVATE_SERVING: Native(_gke("how-to/internal-load-balancing")),
        Capability.CUSTOMER_KEYS: Degraded(
            "logs, metrics and volumes of the serving layer, which stay under Google's keys",
            _google("kms/docs/compatible-services"),
        ),
        Capability.WORKLOAD_IDENTITY: Native(_gke("concepts/workload-identity")),
        Capability.METRICS: Native(_google("stackdriver/docs/managed-prometheus")),
        Capability.DASHBOARDS: Native(_google("monitoring/dashboards")),
        Capability.ALERTS: Native(_google("monitoring/promql/promql-in-alerting")),
        Capability.DRIFT: Unsupported(
            Lacking.OURS,
            "comparing served requests with training data is not built yet",
            "export requests from the runtime, and compare them in a job of your own",
            _read("github.com/SeldonIO/alibi-detect"),
        ),
        Capability.BUDGET_ALARM: Native(_google("billing/docs/how-to/budgets")),
        Capability.ROUTING_BY_DNS: Unsupported(
            Lacking.OURS,
            "traffic across targets is not built yet",
            "weighted records of Cloud DNS, set by hand",
            _google("dns/docs/routing-policies-overview"),
        ),
        Capability.ROUTING_BY_GATEWAY: Unsupported(
            Lacking.OURS,
            "traffic across targets is not built yet",
            "change the weights of an upstream router by hand",
            _read("gateway-api.sigs.k8s.io/api-types/httproute/"),
        ),
    },
)
