"""How each runtime is started and asked."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.specs import Resources, Runtime, RuntimeKind
from providers.incluster.runtimes import IMAGES, plan_runtime, resolve_image
from providers.incluster.server import MODELS_PATH, ServerSpec
from tests.rigs.environments import model, variant
from tests.rigs.serving import CUSTOM
from tests.rigs.strategies import runtimes

PREFIX = "registry.example.com/ml"


def plan(runtime: Runtime, version: str = "7", accelerators: int = 0) -> ServerSpec:
    resources = Resources(vcpu=Decimal(1), memory_gib=Decimal(2), accelerators=accelerators)
    served = variant(version=version, runtime=runtime, resources=resources)
    return plan_runtime(model(timeout_seconds=20, variants=(served,)), served)


@pytest.mark.parametrize("kind", [kind for kind in RuntimeKind if kind is not RuntimeKind.CUSTOM])
def test_every_kind_has_a_pinned_image_of_its_own(kind: RuntimeKind) -> None:
    name, colon, tag = IMAGES[kind].rpartition(":")
    assert "." in name.partition("/")[0], "an image without a registry host depends on the node's settings"
    assert colon
    assert any(character.isdigit() for character in tag), f"{tag} moves"


def test_vllm_serves_under_the_models_own_name_over_all_of_its_devices() -> None:
    server = plan(Runtime(kind=RuntimeKind.VLLM), accelerators=4)
    assert server.command == ("vllm", "serve")
    assert server.arguments == (
        "/models/fraud",
        "--served-model-name=fraud",
        "--port=8000",
        "--tensor-parallel-size=4",
        "--shutdown-timeout=20",
    )
    assert server.shared_memory_gib == 8
    assert (server.ready_path, server.metrics_port) == ("/health", 8000)


def test_vllm_without_devices_still_has_one_shard() -> None:
    assert "--tensor-parallel-size=1" in plan(Runtime(kind=RuntimeKind.VLLM)).arguments


def test_triton_is_ready_only_with_its_model_and_exports_quantiles() -> None:
    server = plan(Runtime(kind=RuntimeKind.TRITON))
    assert "--strict-readiness=true" in server.arguments
    assert "--metrics-config=summary_latencies=true" in server.arguments
    assert "--model-repository=/models" in server.arguments
    assert "--exit-timeout-secs=20" in server.arguments
    assert (server.http_port, server.metrics_port) == (8000, 8002)


def test_mlserver_is_one_process() -> None:
    server = plan(Runtime(kind=RuntimeKind.MLSERVER))
    assert (*server.command, *server.arguments) == ("mlserver", "start", "/models")
    assert server.environment["MLSERVER_PARALLEL_WORKERS"] == "0"
    assert (server.http_port, server.metrics_port) == (8080, 8082)


@pytest.mark.parametrize(
    ("version", "folder", "reason"),
    [
        ("12", "12", "a number is what TensorFlow Serving calls a version"),
        ("1.2", "1", "anything else cannot name a folder that it finds"),
        ("²", "1", "a digit to Python, not to TensorFlow Serving"),
    ],
)
def test_tensorflow_serving_finds_the_version_in_a_numbered_folder(version: str, folder: str, reason: str) -> None:
    server = plan(Runtime(kind=RuntimeKind.TENSORFLOW_SERVING), version)
    assert server.model_path == f"/models/fraud/{folder}", reason
    assert "--model_base_path=/models/fraud" in server.arguments


def test_tensorflow_serving_is_told_to_export_metrics() -> None:
    server = plan(Runtime(kind=RuntimeKind.TENSORFLOW_SERVING))
    ((path, text),) = server.files.items()
    assert f"--monitoring_config_file={path}" in server.arguments
    assert f'path: "{server.metrics_path}"' in text


def test_a_custom_image_is_told_what_it_serves() -> None:
    server = plan(CUSTOM)
    assert server.command == ()
    assert server.environment == {
        "HOME": "/tmp",  # noqa: S108 - the pod's own volume
        "MODEL_NAME": "fraud",
        "MODEL_PATH": "/models/fraud",
        "MODEL_VERSION": "7",
        "PORT": "9001",
    }
    assert (server.http_port, server.ready_path, server.live_path) == (9001, "/ready", None)


@given(runtimes(), st.integers(1024, 65535), st.integers(0, 8))
def test_any_runtime_can_be_asked_and_never_runs_as_root(runtime: Runtime, port: int, accelerators: int) -> None:
    server = plan(replace(runtime, port=port), accelerators=accelerators)
    assert server.http_port == port
    assert server.user > 0
    assert server.ready_path.startswith("/")
    assert server.metrics_path.startswith("/")
    assert server.model_path.startswith(f"{MODELS_PATH}/fraud")


@pytest.mark.parametrize(
    ("kind", "port"),
    [
        (RuntimeKind.TRITON, 8002),
        (RuntimeKind.MLSERVER, 8081),
        (RuntimeKind.MLSERVER, 8082),
        (RuntimeKind.TENSORFLOW_SERVING, 8500),
    ],
)
def test_no_port_is_taken_twice(kind: RuntimeKind, port: int) -> None:
    server = plan(Runtime(kind=kind, port=port))
    said = [*server.arguments, *(f"{name}={value}" for name, value in server.environment.items())]
    ports = [text.rpartition("=")[2] for text in said if "port=" in text.lower()]
    assert str(port) in ports
    assert len(ports) == len(set(ports)) > 1, ports


@given(runtimes())
def test_what_the_owner_says_comes_last_and_wins(runtime: Runtime) -> None:
    own = replace(runtime, arguments=("--own=1",), environment={"HOME": "/elsewhere"}, ready_path="/own")
    server = plan(own)
    assert server.arguments[-1] == "--own=1"
    assert server.environment["HOME"] == "/elsewhere"
    assert server.ready_path == "/own"


@pytest.mark.parametrize(
    ("image", "replacements", "resolved", "reason"),
    [
        (None, {}, IMAGES[RuntimeKind.TRITON], "the kind's own"),
        (None, {RuntimeKind.TRITON: "mirror.lan/triton:1"}, "mirror.lan/triton:1", "the stack's for the kind"),
        (None, {RuntimeKind.VLLM: "mirror.lan/vllm:1"}, IMAGES[RuntimeKind.TRITON], "another kind's"),
        ("ghcr.io/a/b:1", {RuntimeKind.TRITON: "mirror.lan/triton:1"}, "ghcr.io/a/b:1", "the variant's own wins"),
        ("localhost/a:1", {}, "localhost/a:1", "localhost is a registry"),
        ("reg:5000/a:1", {}, "reg:5000/a:1", "a port makes a host"),
        ("team/a:1", {}, f"{PREFIX}/team/a:1", "a folder of the environment's registry"),
        ("a@sha256:0", {}, f"{PREFIX}/a@sha256:0", "a name in the environment's registry"),
        ("a:1.2", {}, f"{PREFIX}/a:1.2", "a dot in a tag is no host"),
    ],
)
def test_where_an_image_comes_from(
    image: str | None, replacements: dict[RuntimeKind, str], resolved: str, reason: str
) -> None:
    runtime = Runtime(kind=RuntimeKind.TRITON, image=image)
    assert resolve_image(runtime, replacements, PREFIX) == resolved, reason
