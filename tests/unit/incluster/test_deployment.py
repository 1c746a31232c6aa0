"""What is created to serve one model."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings

from components.results import PoolResult
from components.specs import Environment, ModelSpec, Replicas, Resources, Runtime, RuntimeKind, ShadowSpec, VariantSpec
from providers.incluster.deployment import Setting
from providers.incluster.options import ImageOptions
from tests.rigs.environments import model, variant
from tests.rigs.pod_security import violations
from tests.rigs.serving import ACCELERATED, CPU, CUSTOM, HUSH, IMAGES, RUNTIMES, served
from tests.rigs.strategies import environments
from transship.plan.recorder import Inputs, Recorded, Recording


def _deployments(recording: Recording) -> tuple[Recorded, ...]:
    return recording.of("kubernetes:apps/v1:Deployment")


def _pod(recording: Recording) -> Inputs:
    (deployment,) = _deployments(recording)
    return deployment.inputs["spec"]["template"]["spec"]


def _accelerated(count: int, replicas: Replicas) -> VariantSpec:
    resources = Resources(vcpu=Decimal(4), memory_gib=Decimal(16), accelerators=count)
    return variant(pool="accelerated", runtime=Runtime(kind=RuntimeKind.VLLM), resources=resources, replicas=replicas)


def test_the_objects_of_a_model() -> None:
    tensorflow = variant(name="next", version="8", weight=10, runtime=Runtime(kind=RuntimeKind.TENSORFLOW_SERVING))
    spec = model(variants=(variant(weight=90, replicas=Replicas(min=2, max=4, target_cpu_percent=60)), tensorflow))
    recording = served(spec)
    made = {(each.type.rpartition(":")[2], each.name) for each in recording.resources if each.parent and each.custom}
    assert made == {
        ("ServiceAccount", "fraud-account"),
        ("Deployment", "fraud-live-deployment"),
        ("Service", "fraud-live-service"),
        ("PodDisruptionBudget", "fraud-live-disruption"),
        ("HorizontalPodAutoscaler", "fraud-live-autoscaler"),
        ("Deployment", "fraud-next-deployment"),
        ("Service", "fraud-next-service"),
        ("ConfigMap", "fraud-next-files"),
        ("HTTPRoute", "fraud-route"),
    }


def test_every_object_has_an_explicit_provider_a_name_and_the_environments_label() -> None:
    recording = served(model(variants=(variant(replicas=Replicas(min=2, max=4, target_requests_per_second=5)),)))
    objects = [each for each in recording.resources if each.custom and each.parent]
    assert objects
    for each in objects:
        assert each.provider, each.urn
        metadata = each.inputs["metadata"]
        assert metadata["name"], each.urn
        assert metadata["namespace"] == "transship-test", each.urn
        assert metadata["labels"]["transship.dev/environment"] == "test", each.urn


def test_no_secret_is_registered_in_clear_and_the_server_sees_none() -> None:
    recording = served(model())
    assert HUSH not in repr(recording)
    pod = _pod(recording)
    assert [each["name"] for each in pod["initContainers"] if "envFrom" in each] == ["pull"]
    assert [each["name"] for each in pod["containers"] if "envFrom" in each] == []


def test_a_pod_with_an_identity_of_its_own_reads_no_secret() -> None:
    identity = {"eks.amazonaws.com/role-arn": "arn:aws:iam::123456789012:role/models"}

    def keyless(setting: Setting) -> Setting:
        there = replace(setting.registry.store, secrets={}, service_account_annotations=identity)
        return replace(setting, registry=replace(setting.registry, store=there))

    recording = served(model(), change=keyless)
    assert "envFrom" not in _pod(recording)["initContainers"][0]
    account = recording.one("kubernetes:core/v1:ServiceAccount", "fraud-account")
    assert account.inputs["metadata"]["annotations"] == identity
    assert account.inputs["automountServiceAccountToken"] is False


@pytest.mark.parametrize("runtime", RUNTIMES.values(), ids=RUNTIMES)
def test_pods_are_restricted_whatever_they_run(runtime: Runtime) -> None:
    pod = _pod(served(model(variants=(variant(runtime=runtime),))))
    assert violations(pod) == []
    assert pod["automountServiceAccountToken"] is False
    for container in (*pod["initContainers"], *pod["containers"]):
        assert container["securityContext"]["readOnlyRootFilesystem"] is True, container["name"]


def test_the_version_is_pulled_and_verified_before_the_server_starts() -> None:
    (pull,) = _pod(served(model(variants=(variant(version="7"),))))["initContainers"]
    assert pull["image"] == IMAGES.puller
    assert pull["command"] == ["python3", "-m", "transship.models.fetch"]
    assert pull["args"] == ["models://fraud/7", "--to", "/models/fraud"]
    assert {each["name"]: each["value"] for each in pull["env"]} == {
        "AWS_ENDPOINT_URL": "https://objects.example.com",
        "TRANSSHIP_REGISTRY": "s3://models/test",
    }
    assert pull["envFrom"] == [{"secretRef": {"name": "model-store"}}]


def test_the_server_reads_models_and_writes_only_to_scratch() -> None:
    (server,) = _pod(served(model()))["containers"]
    mounts = {each["mountPath"]: each.get("readOnly", False) for each in server["volumeMounts"]}
    assert mounts == {"/models": True, "/tmp": False}  # noqa: S108 - the pod's own volume


def test_every_volume_has_a_bound() -> None:
    vllm = _accelerated(2, Replicas(min=1, max=1))
    volumes = {each["name"]: each["emptyDir"] for each in _pod(served(model(variants=(vllm,))))["volumes"]}
    assert volumes == {
        "models": {"sizeLimit": "64Gi"},
        "scratch": {"sizeLimit": "20Gi"},
        "shared-memory": {"sizeLimit": "4Gi", "medium": "Memory"},
    }


def test_what_keeps_an_identity_to_the_pull_step_is_on_the_pod() -> None:
    annotations = {"example.com/skip": "server"}

    def keep(setting: Setting) -> Setting:
        store = replace(setting.registry.store, pod_annotations=annotations)
        return replace(setting, registry=replace(setting.registry, store=store))

    recording = served(model(), change=keep)
    assert _deployments(recording)[0].inputs["spec"]["template"]["metadata"]["annotations"] == annotations
    (container,) = _pod(recording)["containers"]
    assert container["name"] == annotations["example.com/skip"]


def test_a_servers_files_are_mounted_and_a_change_of_them_rolls_the_pods(monkeypatch: pytest.MonkeyPatch) -> None:
    spec = model(variants=(variant(runtime=Runtime(kind=RuntimeKind.TENSORFLOW_SERVING)),))
    recording = served(spec)
    files = recording.one("kubernetes:core/v1:ConfigMap", "fraud-live-files").inputs
    (server,) = _pod(recording)["containers"]
    (mount,) = [each for each in server["volumeMounts"] if each["name"] == "files"]
    assert mount["subPath"] in files["data"]
    assert f"--monitoring_config_file={mount['mountPath']}" in server["args"]

    before = _deployments(recording)[0].inputs["spec"]["template"]["metadata"]["annotations"]
    monkeypatch.setattr("providers.incluster.runtimes._TENSORFLOW_METRICS", "/elsewhere")
    after = _deployments(served(spec))[0].inputs["spec"]["template"]["metadata"]["annotations"]
    assert before != after


def test_a_new_version_rolls_the_pods_and_keeps_their_selector() -> None:
    old, new = (_deployments(served(model(variants=(variant(version=version),))))[0].inputs for version in "78")
    assert old["spec"]["template"] != new["spec"]["template"]
    assert old["spec"]["selector"] == new["spec"]["selector"]
    assert new["spec"]["template"]["metadata"]["labels"]["transship.dev/version"] == "8"


def test_a_pod_finds_its_pools_nodes_and_takes_their_devices() -> None:
    pod = _pod(served(model(variants=(_accelerated(2, Replicas(min=1, max=1)),))))
    assert pod["nodeSelector"] == {"pool": "accelerated"}
    assert pod["tolerations"] == [
        {"key": "nvidia.com/gpu", "operator": "Equal", "value": "present", "effect": "NoSchedule"}
    ]
    assert pod["priorityClassName"] == "transship-test-accelerated"
    (server,) = pod["containers"]
    assert server["resources"] == {
        "requests": {"cpu": "4000m", "memory": "16384Mi", "nvidia.com/gpu": "2"},
        "limits": {"memory": "16384Mi", "nvidia.com/gpu": "2"},
    }
    (pull,) = pod["initContainers"]
    assert "nvidia.com/gpu" not in pull["resources"]["limits"]


def test_a_taint_without_a_value_is_tolerated_without_one() -> None:
    pool: PoolResult = replace(CPU, tolerations=(replace(ACCELERATED.tolerations[0], value=""),))
    (toleration,) = _pod(served(model(), {"cpu": pool}))["tolerations"]
    assert toleration == {"key": "nvidia.com/gpu", "operator": "Equal", "value": "", "effect": "NoSchedule"}


@pytest.mark.parametrize(
    ("spec", "surge", "away", "reason"),
    [
        (variant(replicas=Replicas(min=3, max=3)), 1, 0, "CPU is there for one pod more"),
        (_accelerated(1, Replicas(min=3, max=3)), 0, 1, "a device more would have to be bought"),
        (_accelerated(1, Replicas(min=1, max=1)), 1, 0, "the only replica goes last"),
    ],
)
def test_how_a_new_version_takes_over(spec: VariantSpec, surge: int, away: int, reason: str) -> None:
    (deployment,) = _deployments(served(model(variants=(spec,))))
    update = deployment.inputs["spec"]["strategy"]["rollingUpdate"]
    assert (update["maxSurge"], update["maxUnavailable"]) == (surge, away), reason


@pytest.mark.parametrize(
    ("replicas", "first", "ignored", "reason"),
    [
        (Replicas(min=2, max=2), 2, (), "nobody else changes a fixed number"),
        (Replicas(min=2, max=4, target_cpu_percent=50), 2, ("spec.replicas",), "the HPA's"),
        (Replicas(min=0, max=4, target_requests_per_second=5), 1, ("spec.replicas",), "seen to start once"),
    ],
)
def test_replicas_belong_to_the_autoscaler_where_there_is_one(
    replicas: Replicas, first: int, ignored: tuple[str, ...], reason: str
) -> None:
    (deployment,) = _deployments(served(model(variants=(variant(replicas=replicas),))))
    assert deployment.inputs["spec"]["replicas"] == first, reason
    assert deployment.ignored == ignored, reason


@pytest.mark.parametrize(("least", "budgets"), [(0, 0), (1, 0), (2, 1)])
def test_only_a_variant_with_replicas_to_spare_has_a_disruption_budget(least: int, budgets: int) -> None:
    replicas = Replicas(min=least, max=5, target_requests_per_second=5)
    recording = served(model(variants=(variant(replicas=replicas),)))
    assert len(recording.of("kubernetes:policy/v1:PodDisruptionBudget")) == budgets


@pytest.mark.parametrize(
    ("runtime", "pause", "grace", "reason"),
    [
        (Runtime(kind=RuntimeKind.VLLM), 10, 140, "the server finishes what it has begun"),
        (CUSTOM, 130, 140, "the server may drop what it has begun, so it is told only when that is done"),
    ],
)
def test_a_pod_that_has_to_go_finishes_the_longest_request(
    runtime: Runtime, pause: int, grace: int, reason: str
) -> None:
    pod = _pod(served(model(timeout_seconds=120, variants=(variant(runtime=runtime),))))
    (server,) = pod["containers"]
    assert server["lifecycle"]["preStop"]["sleep"]["seconds"] == pause, reason
    assert pod["terminationGracePeriodSeconds"] == grace, reason


@pytest.mark.parametrize("runtime", RUNTIMES.values(), ids=RUNTIMES)
def test_a_slow_start_is_waited_for_and_a_stuck_one_is_not(runtime: Runtime) -> None:
    recording = served(model(variants=(variant(runtime=runtime),)))
    (server,) = _pod(recording)["containers"]
    probe = server["startupProbe"]
    patience = probe["periodSeconds"] * probe["failureThreshold"]
    (deployment,) = _deployments(recording)
    assert 300 <= patience < deployment.inputs["spec"]["progressDeadlineSeconds"]


@pytest.mark.parametrize("runtime", RUNTIMES.values(), ids=RUNTIMES)
def test_the_service_leads_to_the_port_that_is_probed(runtime: Runtime) -> None:
    recording = served(model(variants=(variant(runtime=runtime),)))
    service = recording.one("kubernetes:core/v1:Service", "fraud-live-service").inputs
    (port,) = service["spec"]["ports"]
    (server,) = _pod(recording)["containers"]
    assert port["port"] == 80
    assert port["targetPort"] == server["readinessProbe"]["httpGet"]["port"]
    assert service["spec"]["selector"].items() <= _template_labels(recording).items()


@pytest.mark.parametrize("runtime", RUNTIMES.values(), ids=RUNTIMES)
def test_ports_are_named_once_and_metrics_can_be_scraped_by_name(runtime: Runtime) -> None:
    (server,) = _pod(served(model(variants=(variant(runtime=runtime),))))["containers"]
    numbers = [port["containerPort"] for port in server["ports"]]
    assert len(numbers) == len(set(numbers))
    assert "metrics" in [port["name"] for port in server["ports"]]


def _template_labels(recording: Recording) -> Inputs:
    (deployment,) = _deployments(recording)
    return deployment.inputs["spec"]["template"]["metadata"]["labels"]


def test_callers_are_told_where_the_model_is() -> None:
    spec = model(variants=(variant(weight=90), variant(name="next", weight=10)))
    outputs = served(spec).outputs
    assert outputs["endpoint"] == "http://models.example.com/fraud/"
    assert outputs["services"] == {
        "live": "http://fraud-live.transship-test.svc/",
        "next": "http://fraud-next.transship-test.svc/",
    }


def test_private_images_are_pulled_with_the_clusters_secrets() -> None:
    images = ImageOptions(
        puller="registry.example.com/puller:1",
        runtimes={RuntimeKind.MLSERVER: "mirror.example.com/mlserver:1"},
        pull_secrets=("mirror",),
    )
    pod = _pod(served(model(), change=lambda setting: replace(setting, images=images)))
    assert pod["imagePullSecrets"] == [{"name": "mirror"}]
    assert pod["containers"][0]["image"] == "mirror.example.com/mlserver:1"


@settings(max_examples=25, deadline=None)
@given(environments())
def test_any_valid_model_is_served_by_restricted_pods(environment: Environment) -> None:
    spec: ModelSpec = environment.models[0]
    recording = served(spec)
    deployments = _deployments(recording)
    assert len(deployments) == len(spec.variants)
    assert [violations(each.inputs["spec"]["template"]["spec"]) for each in deployments] == [[]] * len(deployments)
    shadow: ShadowSpec | None = spec.shadow
    (route,) = recording.of("kubernetes:gateway.networking.k8s.io/v1:HTTPRoute")
    mirrors = [each for each in route.inputs["spec"]["rules"][0]["filters"] if each["type"] == "RequestMirror"]
    assert len(mirrors) == (1 if shadow else 0)
