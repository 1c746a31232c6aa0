"""What an environment is made of, as plain values with units; names no cloud and creates nothing.

These classes are the schema of `stacks/environments/<env>.yaml`: the loader validates files against them, and the JSON
Schema that editors complete from is generated from them, descriptions included. Rules that span several objects live
in `components/rules.py`.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import auto
from typing import Annotated

from annotated_types import Ge, Gt, Le, MinLen
from pydantic import BeforeValidator, StringConstraints

from components.capabilities import Kebab
from components.naming import NAME_PATTERN

Name = Annotated[str, StringConstraints(pattern=NAME_PATTERN)]
Percent = Annotated[int, Ge(0), Le(100)]
Version = Annotated[str, BeforeValidator(lambda value: str(value) if isinstance(value, int) else value), MinLen(1)]
Quantity = Annotated[Decimal, Gt(0)]


class AcceleratorKind(Kebab):
    """The accelerators that the targets offer, by the name their makers use."""

    NVIDIA_T4 = auto()
    NVIDIA_L4 = auto()
    NVIDIA_A10 = auto()
    NVIDIA_L40S = auto()
    NVIDIA_A100 = auto()
    NVIDIA_H100 = auto()
    NVIDIA_H200 = auto()
    NVIDIA_B200 = auto()
    TPU_V5E = auto()
    TPU_V5P = auto()
    TPU_V6E = auto()

    @property
    def is_tpu(self) -> bool:
        """Whether this is a Google TPU rather than a GPU."""
        return self.value.startswith("tpu-")


class Architecture(Kebab):
    """A processor's instruction set, as Kubernetes and image indexes spell it."""

    AMD64 = auto()
    ARM64 = auto()


class CapacityKind(Kebab):
    """How a pool's nodes are bought, and what happens when the cheap kind is out."""

    ON_DEMAND = auto()
    SPOT = auto()
    SPOT_WITH_FALLBACK = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Accelerator:
    """The accelerators that one node must offer."""

    kind: AcceleratorKind
    """Which accelerator."""
    count: Annotated[int, Ge(1)] = 1
    """Devices (GPUs, or TPU chips) per node."""
    memory_gib: Annotated[int, Ge(1)]
    """Memory of one device, in GiB; a device with more also satisfies it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What a pool's node must offer; the target chooses the machine."""

    vcpu: Annotated[int, Ge(1)]
    """Virtual CPUs, at least."""
    memory_gib: Annotated[int, Ge(1)]
    """Memory in GiB, at least."""
    architecture: Architecture = Architecture.AMD64
    """The processor's instruction set."""
    accelerator: Accelerator | None = None
    """The accelerators of a node; none for a CPU pool."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeCount:
    """How many nodes a pool may have: 0 <= min <= expected <= max. Estimates and budgets use `expected`."""

    min: Annotated[int, Ge(0)]
    """Nodes that are always there; 0 lets the pool scale to zero."""
    max: Annotated[int, Ge(1)]
    """Nodes the pool may grow to."""
    expected: Annotated[int, Ge(0)]
    """Nodes there are on average over a month."""

    def __post_init__(self) -> None:
        """Refuses counts that are out of order."""
        if not self.min <= self.expected <= self.max:
            message = f"expected min <= expected <= max, found {self.min}, {self.expected}, {self.max}"
            raise ValueError(message)


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolSpec:
    """A group of like nodes."""

    name: Name
    """What variants refer to the pool by."""
    requires: Shape
    """What each node must offer."""
    nodes: NodeCount
    """How many nodes there may be."""
    capacity: CapacityKind = CapacityKind.ON_DEMAND
    """How the nodes are bought."""
    disk_gib: Annotated[int, Ge(20)] = 100
    """Boot disk of a node, in GiB."""
    substitutes: tuple[Accelerator, ...] = ()
    """Where the target has no accelerator of the required kind, the first that it has is taken, and said so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrySpec:
    """Where models and images are kept."""

    keep_noncurrent_days: Annotated[int, Ge(1)] = 30
    """Days for which an overwritten or removed object can be brought back."""
    replicated: bool = False
    """Whether objects are copied to a second region."""
    scan_images: bool = False
    """Whether pushed images are scanned for known vulnerabilities."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServingSpec:
    """The cluster's front door and its rules."""

    private: bool = True
    """Whether the gateway is reachable from inside the network only."""
    hostname: str = "models.internal"
    """The host name that requests carry; each model answers under `/<model>/`."""
    customer_keys: bool = False
    """Whether data at rest is encrypted under keys that the environment owns."""


class RuntimeKind(Kebab):
    """The model servers that Transship knows how to run; `custom` is any image that speaks HTTP."""

    VLLM = auto()
    TRITON = auto()
    MLSERVER = auto()
    TENSORFLOW_SERVING = auto()
    CUSTOM = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Runtime:
    """What serves a version. Everything but `kind` has a default that belongs to the kind, save for `custom`."""

    kind: RuntimeKind
    """The model server."""
    image: str | None = None
    """The image to run instead of the kind's own; required for `custom`. Pin it by digest in production.

    One without a registry host, such as `team/server:1`, is looked for in the environment's own registry.
    """
    arguments: tuple[str, ...] = ()
    """Added to the server's command line."""
    environment: dict[str, str] = field(default_factory=dict[str, str])
    """Environment variables of the server; never secrets."""
    port: Annotated[int, Ge(1024), Le(65535)] | None = None
    """The HTTP port; required for `custom`."""
    ready_path: str | None = None
    """The path that answers 200 once the model is loaded; required for `custom`."""

    def __post_init__(self) -> None:
        """Refuses a custom runtime that leaves open what only its owner knows."""
        wanted = {"image": self.image, "port": self.port, "ready_path": self.ready_path}
        missing = [name for name, value in wanted.items() if value is None]
        if self.kind is RuntimeKind.CUSTOM and missing:
            message = f"a custom runtime also needs {', '.join(missing)}"
            raise ValueError(message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Resources:
    """What one replica takes of its node."""

    vcpu: Quantity
    """Virtual CPUs; fractions are fine."""
    memory_gib: Quantity
    """Memory in GiB."""
    accelerators: Annotated[int, Ge(0)] = 0
    """Whole devices."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Replicas:
    """How many replicas of a variant run, and what makes them grow. 0 <= min <= max."""

    min: Annotated[int, Ge(0)]
    """Replicas that are always there; 0 means that the first request after a pause waits for a cold start."""
    max: Annotated[int, Ge(1)]
    """Replicas the variant may grow to."""
    target_cpu_percent: Annotated[int, Ge(1), Le(100)] | None = None
    """Grow when the average CPU use of the replicas, in percent of what they asked for, is above this."""
    target_requests_per_second: Annotated[int, Ge(1)] | None = None
    """Grow when the requests per second of each replica are above this; the only way up from zero."""

    def __post_init__(self) -> None:
        """Refuses counts that are out of order, and growth without exactly one reason to grow."""
        if self.min > self.max:
            message = f"expected min <= max, found {self.min}, {self.max}"
            raise ValueError(message)
        targets = [self.target_cpu_percent, self.target_requests_per_second]
        if self.min != self.max and targets.count(None) != 1:
            message = "min and max differ: set exactly one of target_cpu_percent, target_requests_per_second"
            raise ValueError(message)
        if self.min == 0 and self.target_requests_per_second is None:
            message = "min is 0: only target_requests_per_second can wake a variant that has no replica"
            raise ValueError(message)


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantSpec:
    """One version of a model, served in one way."""

    name: Name
    """What the variant is called in routes, metrics and rollouts."""
    version: Version
    """The version in the registry."""
    runtime: Runtime
    """What serves it."""
    pool: Name
    """The pool whose nodes it runs on."""
    replicas: Replicas
    """How many replicas there may be."""
    resources: Resources
    """What one replica takes."""
    weight: Percent
    """Its share of live requests, in percent; a model's live weights add up to 100."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShadowSpec:
    """A variant that is sent copies of live requests and whose answers nobody waits for."""

    variant: Name
    """The variant that gets the copies; its weight is 0."""
    percent: Annotated[int, Ge(1), Le(100)]
    """How many of the live requests are copied, in percent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelSpec:
    """A model served in the cluster."""

    name: Name
    """The model's name in the registry and in its URL."""
    variants: Annotated[tuple[VariantSpec, ...], MinLen(1)]
    """The versions that are served."""
    shadow: ShadowSpec | None = None
    """At most one variant that only listens."""
    timeout_seconds: Annotated[int, Ge(1)] = 30
    """How long a request may take before the gateway answers 504."""


class AlertKind(Kebab):
    """What is watched; `threshold` is in the unit that each kind names."""

    ERROR_PERCENT = auto()
    """Answers with status 5xx, in percent of all, over five minutes."""
    P95_MILLISECONDS = auto()
    """The 95th percentile of the time to answer, in milliseconds, over five minutes."""
    UNAVAILABLE_REPLICAS = auto()
    """Replicas that should be ready and are not."""
    IDLE_ACCELERATOR_PERCENT = auto()
    """Accelerator use below this many percent while the pool has nodes."""


class Severity(Kebab):
    """Who is told: a page wakes somebody, a ticket waits for the morning."""

    PAGE = auto()
    TICKET = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertSpec:
    """One alert, for every model or for one."""

    name: Name
    """What the alert is called."""
    kind: AlertKind
    """What is watched."""
    threshold: Annotated[Decimal, Ge(0)]
    """The value beyond which it fires, in the kind's unit."""
    for_minutes: Annotated[int, Ge(1)] = 5
    """How long the value must stay beyond the threshold."""
    severity: Severity = Severity.TICKET
    """Who is told."""
    model: Name | None = None
    """The only model it watches; all of them when left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MonitoringSpec:
    """What is measured, drawn and told."""

    retention_days: Annotated[int, Ge(1)] = 15
    """Days for which metrics are kept."""
    dashboards: bool = True
    """Whether dashboards are made for models and pools."""
    alerts: tuple[AlertSpec, ...] = ()
    """What somebody is told of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetSpec:
    """What the environment may cost."""

    monthly_usd: Annotated[Decimal, Gt(0)]
    """US dollars a month of 730 hours."""
    warn_at_percent: tuple[Percent, ...] = (80, 100)
    """Shares of the budget at which somebody is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """One neutral description of everything that serves models; the same file for every target."""

    registry: RegistrySpec = field(default_factory=RegistrySpec)
    """Where models and images are kept."""
    pools: Annotated[tuple[PoolSpec, ...], MinLen(1)]
    """The nodes there are."""
    serving: ServingSpec = field(default_factory=ServingSpec)
    """The cluster's front door."""
    models: tuple[ModelSpec, ...] = ()
    """What is served."""
    monitoring: MonitoringSpec = field(default_factory=MonitoringSpec)
    """What is measured, drawn and told."""
    budget: BudgetSpec | None = None
    """What it may cost; no limit when left out."""
