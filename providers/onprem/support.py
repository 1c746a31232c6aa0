"""What the owner's own Kubernetes can do, capability by capability; pure, and read by README's matrix and the tests."""

from datetime import date

from components.capabilities import Capability, Degraded, Emulated, Lacking, Native, Source, Support, Unsupported

CHECKED = date(2026, 11, 21)


def _read(url: str) -> Source:
    return Source(f"https://{url}", CHECKED)


def _kubernetes(page: str) -> Source:
    return _read(f"kubernetes.io/docs/{page}")


SUPPORT = Support(
    "onprem",
    {
        Capability.REGISTRY_REPLICATION: Unsupported(
            Lacking.OURS,
            "Transship changes nothing inside an S3 server that it does not own, and installs one server, not two",
            "set up replication in the object store itself, and leave `registry.replicated` out",
            _read("docs.aws.amazon.com/AmazonS3/latest/userguide/replication.html"),
        ),
        Capability.REGISTRY_IMMUTABILITY: Degraded(
            "enforcement by the store: the registry client never overwrites a version, other clients could",
            _read("github.com/versity/versitygw/wiki/POSIX-Transparent-Namespace"),
        ),
        Capability.IMAGE_SCANNING: Unsupported(
            Lacking.UPSTREAM,
            "the OCI distribution protocol has no scanning",
            "scan in the pipeline that pushes, or use a registry that scans, and leave `registry.scan_images` out",
            _read("github.com/opencontainers/distribution-spec/blob/main/spec.md"),
        ),
        Capability.SPOT: Emulated(
            "pods of the pool have a low priority and make room for any other pod that needs their node",
            "nothing is saved: the nodes are the owner's",
            _kubernetes("concepts/scheduling-eviction/pod-priority-preemption/"),
        ),
        Capability.SPOT_FALLBACK: Emulated(
            "the owner's nodes are not taken back, so the pool's pods have the ordinary priority from the start",
            "nothing is saved: the nodes are the owner's",
            _kubernetes("concepts/scheduling-eviction/pod-priority-preemption/"),
        ),
        Capability.SCALE_TO_ZERO: Degraded(
            "the saving: pods go to zero, their nodes stay powered and paid for",
            _kubernetes("concepts/cluster-administration/node-autoscaling/"),
        ),
        Capability.GPU: Native(_kubernetes("tasks/manage-gpus/scheduling-gpus/")),
        Capability.GPU_SHARING: Unsupported(
            Lacking.OURS,
            "pods are given whole devices; time-slicing and MIG are the device plugin's, which Transship leaves alone",
            "configure the device plugin, and claim the nodes by `selector`",
            _read("docs.nvidia.com/datacenter/cloud-native/gpu-operator/latest/gpu-sharing.html"),
        ),
        Capability.TPU: Unsupported(
            Lacking.NEVER,
            "TPUs are rented on Google Cloud and not sold",
            "give the pool an nvidia-h100 among its `substitutes`, or deploy to target gcp",
            _read("cloud.google.com/tpu/docs/intro-to-tpu"),
        ),
        Capability.MULTI_HOST_SLICES: Unsupported(
            Lacking.NEVER,
            "slices join TPU hosts, and there are none",
            "one node with more accelerators, or target gcp",
            _read("cloud.google.com/kubernetes-engine/docs/concepts/tpus"),
        ),
        Capability.ARM64: Native(_kubernetes("reference/labels-annotations-taints/")),
        Capability.WEIGHTS: Native(_read("gateway-api.sigs.k8s.io/guides/traffic-splitting/")),
        Capability.SHADOW: Native(_read("gateway-api.sigs.k8s.io/guides/http-request-mirroring/")),
        Capability.SESSION_AFFINITY: Unsupported(
            Lacking.OURS,
            "session persistence is still experimental in the Gateway API, and Transship stays on its standard channel",
            "keep sessions in the client, or attach a policy of your gateway to the route",
            _read("gateway-api.sigs.k8s.io/geps/gep-1619/"),
        ),
        Capability.PRIVATE_SERVING: Degraded(
            "reach: a private gateway answers inside the cluster only, for a load balancer may reach further",
            _kubernetes("concepts/services-networking/service/"),
        ),
        Capability.CUSTOMER_KEYS: Unsupported(
            Lacking.OURS,
            "encryption at rest is set on the API server, the disks and the object store, none of which Transship owns",
            "encrypt them there, and leave `serving.customer_keys` out",
            _kubernetes("tasks/administer-cluster/encrypt-data/"),
        ),
        Capability.WORKLOAD_IDENTITY: Emulated(
            "the object store's keys are a Secret in the serving namespace, read by the pulling container only",
            "keys live until they are rotated, and one pair serves every model",
            _kubernetes("concepts/configuration/secret/"),
        ),
        Capability.METRICS: Native(_read("prometheus-operator.dev/docs/getting-started/introduction/")),
        Capability.DASHBOARDS: Native(
            _read("grafana.com/docs/grafana/latest/administration/provisioning/"),
        ),
        Capability.ALERTS: Native(_read("prometheus-operator.dev/docs/developer/alerting/")),
        Capability.DRIFT: Unsupported(
            Lacking.OURS,
            "comparing served requests with training data is not built yet",
            "export requests from the runtime, and compare them in a job of your own",
            _read("github.com/SeldonIO/alibi-detect"),
        ),
        Capability.BUDGET_ALARM: Emulated(
            "a Prometheus rule prices pools by the owner's rates, and alerts on what a month at that pace would cost",
            "it sees the cluster only, and is silent where there are no rates",
            _read("prometheus.io/docs/prometheus/latest/configuration/alerting_rules/"),
        ),
        Capability.ROUTING_BY_DNS: Unsupported(
            Lacking.OURS,
            "there is no DNS service that every owner has",
            "routing by gateway",
            _read("gateway-api.sigs.k8s.io/api-types/httproute/"),
        ),
        Capability.ROUTING_BY_GATEWAY: Unsupported(
            Lacking.OURS,
            "traffic across targets is not built yet",
            "change the weights of an upstream router by hand",
            _read("gateway-api.sigs.k8s.io/api-types/httproute/"),
        ),
    },
)
