"""What AWS can do, capability by capability; pure, and read by README's matrix and the tests."""

from datetime import date

from components.capabilities import Capability, Degraded, Emulated, Lacking, Native, Source, Support, Unsupported
from components.specs import AcceleratorKind

CHECKED = date(2026, 11, 21)


def _read(url: str) -> Source:
    return Source(f"https://{url}", CHECKED)


def _aws(page: str) -> Source:
    return _read(f"docs.aws.amazon.com/{page}")


SUPPORT = Support(
    "aws",
    {
        Capability.REGISTRY_REPLICATION: Degraded(
            "copies of images: objects go to a second region, and image replication is a setting of the whole account",
            _aws("AmazonS3/latest/userguide/replication.html"),
        ),
        Capability.REGISTRY_IMMUTABILITY: Degraded(
            "enforcement by the bucket: image tags never move, overwritten objects are kept as versions, and only the "
            "registry client refuses to overwrite",
            _aws("AmazonECR/latest/userguide/image-tag-mutability.html"),
        ),
        Capability.IMAGE_SCANNING: Native(_aws("AmazonECR/latest/userguide/image-scanning-basic.html")),
        Capability.SPOT: Native(_aws("eks/latest/userguide/managed-node-groups.html")),
        Capability.SPOT_FALLBACK: Emulated(
            "a spot and an on-demand node group each, and an autoscaler that takes on-demand when spot does not come",
            "up to 15 minutes of waiting for spot, and for a while up to twice the pool's maximum of nodes",
            _read("github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/expander/priority/readme.md"),
        ),
        Capability.SCALE_TO_ZERO: Native(
            _read("github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/cloudprovider/aws/README.md"),
        ),
        Capability.GPU: Native(_aws("eks/latest/userguide/ml-eks-optimized-ami.html")),
        Capability.GPU_SHARING: Unsupported(
            Lacking.OURS,
            "pods are given whole devices; time-slicing and MIG are the GPU operator's, which Transship does not set",
            "a machine with smaller devices, or the operator's own custom resource",
            _read("docs.nvidia.com/datacenter/cloud-native/gpu-operator/latest/gpu-sharing.html"),
        ),
        Capability.TPU: Unsupported(
            Lacking.NEVER,
            "TPUs are rented on Google Cloud only",
            "give the pool an nvidia-l4 or nvidia-h100 among its `substitutes`, or deploy to target gcp",
            _read("cloud.google.com/tpu/docs/intro-to-tpu"),
        ),
        Capability.MULTI_HOST_SLICES: Unsupported(
            Lacking.NEVER,
            "slices join TPU hosts, and there are none",
            "one node with more accelerators, or target gcp",
            _read("cloud.google.com/kubernetes-engine/docs/concepts/tpus"),
        ),
        Capability.ARM64: Native(_aws("eks/latest/userguide/eks-optimized-ami.html")),
        Capability.WEIGHTS: Native(_read("gateway-api.sigs.k8s.io/guides/traffic-splitting/")),
        Capability.SHADOW: Native(_read("gateway-api.sigs.k8s.io/guides/http-request-mirroring/")),
        Capability.SESSION_AFFINITY: Unsupported(
            Lacking.OURS,
            "session persistence is still experimental in the Gateway API, and Transship stays on its standard channel",
            "keep sessions in the client, or attach an Envoy Gateway policy to the route",
            _read("gateway-api.sigs.k8s.io/geps/gep-1619/"),
        ),
        Capability.PRIVATE_SERVING: Native(_aws("eks/latest/userguide/network-load-balancing.html")),
        Capability.CUSTOMER_KEYS: Native(_aws("kms/latest/developerguide/concepts.html")),
        Capability.WORKLOAD_IDENTITY: Native(_aws("eks/latest/userguide/pod-identities.html")),
        Capability.METRICS: Native(_aws("prometheus/latest/userguide/what-is-Amazon-Managed-Service-Prometheus.html")),
        Capability.DASHBOARDS: Emulated(
            "Grafana runs in the cluster, beside Prometheus",
            "it is reached from inside the cluster only; Amazon Managed Grafana needs an identity provider of yours",
            _aws("grafana/latest/userguide/authentication-in-AMG.html"),
        ),
        Capability.ALERTS: Native(_aws("prometheus/latest/userguide/AMP-alert-manager.html")),
        Capability.DRIFT: Unsupported(
            Lacking.OURS,
            "comparing served requests with training data is not built yet",
            "export requests from the runtime, and compare them in a job of your own",
            _read("github.com/SeldonIO/alibi-detect"),
        ),
        Capability.BUDGET_ALARM: Degraded(
            "what the bill cannot tell by tag, and everything until the tag is activated for cost allocation, by hand",
            _aws("cost-management/latest/userguide/budgets-managing-costs.html"),
        ),
        Capability.ROUTING_BY_DNS: Unsupported(
            Lacking.OURS,
            "traffic across targets is not built yet",
            "weighted records in Route 53, by hand",
            _aws("Route53/latest/DeveloperGuide/routing-policy-weighted.html"),
        ),
        Capability.ROUTING_BY_GATEWAY: Unsupported(
            Lacking.OURS,
            "traffic across targets is not built yet",
            "change the weights of an upstream router by hand",
            _read("gateway-api.sigs.k8s.io/api-types/httproute/"),
        ),
    },
    accelerators={kind for kind in AcceleratorKind if not kind.is_tpu},
)
