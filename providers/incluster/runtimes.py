"""The model servers that Transship runs: how each is started on a directory of files, and how it is asked. Pure.

What a version in the registry must hold is what the server's own users know: a Hugging Face directory (vLLM), a Triton
model directory (`config.pbtxt` and numbered versions), `model-settings.json` beside the artifact (MLServer), a
SavedModel (TensorFlow Serving).
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from components.specs import ModelSpec, Runtime, RuntimeKind, VariantSpec
from providers.incluster.server import ANY_USER, MODELS_PATH, SCRATCH_PATH, ServerSpec

IMAGES: Mapping[RuntimeKind, str] = {
    # https://github.com/vllm-project/vllm/releases, 2026-11-21
    RuntimeKind.VLLM: "docker.io/vllm/vllm-openai:v0.29.0",
    # https://catalog.ngc.nvidia.com/orgs/nvidia/containers/tritonserver, 2026-11-21
    RuntimeKind.TRITON: "nvcr.io/nvidia/tritonserver:26.05-py3",
    # https://github.com/SeldonIO/MLServer/releases, 2026-11-21
    RuntimeKind.MLSERVER: "docker.io/seldonio/mlserver:1.7.1",
    # https://github.com/tensorflow/serving/releases, 2026-11-21
    RuntimeKind.TENSORFLOW_SERVING: "docker.io/tensorflow/serving:2.20.0",
}
"""The image of each server where neither the variant nor the stack names one."""

_MONITORING_FILE = "/etc/transship/monitoring.config"
_TENSORFLOW_METRICS = "/monitoring/prometheus/metrics"
_LONGEST_START_SECONDS = 1800
_USUAL_START_SECONDS = 600


def plan_runtime(model: ModelSpec, variant: VariantSpec) -> ServerSpec:
    """How a variant's version is served: the kind's own way, with what the variant's owner adds or replaces."""
    runtime = variant.runtime
    planned = _PLANS[runtime.kind](model, variant)
    return replace(
        planned,
        arguments=(*planned.arguments, *runtime.arguments),
        environment={**planned.environment, **runtime.environment},
        ready_path=runtime.ready_path or planned.ready_path,
    )


def resolve_image(runtime: Runtime, images: Mapping[RuntimeKind, str], prefix: str) -> str:
    """The image of a runtime: the variant's, else the stack's for its kind, else the kind's own.

    A variant's image without a registry host belongs to the environment's own registry, so that the same environment
    file finds it on every target.

    Args:
        runtime: the variant's.
        images: the stack's replacements, for mirrors and clusters without internet.
        prefix: of image references in the environment's registry.
    """
    if runtime.image is None:
        return images.get(runtime.kind) or IMAGES[runtime.kind]
    return runtime.image if _names_registry(runtime.image) else f"{prefix}/{runtime.image}"


def _names_registry(image: str) -> bool:
    """Whether the first step is a host.

    Source: https://github.com/distribution/reference/blob/main/normalize.go, 2026-11-21.
    """
    host, slash, _ = image.partition("/")
    return bool(slash) and ("." in host or ":" in host or host == "localhost")


def _path(model: ModelSpec) -> str:
    """The directory that a version is pulled into, unless the server wants it elsewhere."""
    return f"{MODELS_PATH}/{model.name}"


def _beside(port: int, usual: int) -> int:
    """A port that the server opens besides the one for requests: its usual one, unless the owner took that."""
    return usual if usual != port else usual + 1000


def _vllm(model: ModelSpec, variant: VariantSpec) -> ServerSpec:
    """The OpenAI API over a Hugging Face directory.

    The image is made for user 2000 besides root, home included; a pod's root file system is read-only, so home moves.
    Sources: https://docs.vllm.ai/en/latest/cli/serve/, https://docs.vllm.ai/en/latest/configuration/env_vars/,
    https://github.com/vllm-project/vllm/pull/40275 (2026-11-21).
    """
    path = _path(model)
    devices = max(variant.resources.accelerators, 1)
    port = variant.runtime.port or 8000
    return ServerSpec(
        command=("vllm", "serve"),
        arguments=(
            path,
            f"--served-model-name={model.name}",
            f"--port={port}",
            f"--tensor-parallel-size={devices}",
            f"--shutdown-timeout={model.timeout_seconds}",
        ),
        environment={
            "HOME": SCRATCH_PATH,
            # An image that knows no user 2000 asks for its name here.
            "USER": "vllm",
            "HF_HUB_OFFLINE": "1",
            "VLLM_NO_USAGE_STATS": "1",
        },
        model_path=path,
        user=2000,
        http_port=port,
        metrics_port=port,
        ready_path="/health",
        live_path="/health",
        start_seconds=_LONGEST_START_SECONDS,
        scratch_gib=20,
        shared_memory_gib=2 * devices,
    )


def _triton(model: ModelSpec, variant: VariantSpec) -> ServerSpec:
    """The open inference protocol over a repository that holds this one model.

    Without `strict-readiness`, the server would say that it is ready before the model is.
    Sources: https://github.com/triton-inference-server/server/blob/main/docs/user_guide/model_repository.md,
    https://github.com/triton-inference-server/server/blob/main/docs/user_guide/metrics.md (2026-11-21).
    """
    port = variant.runtime.port or 8000
    metrics_port = _beside(port, 8002)
    return ServerSpec(
        command=("tritonserver",),
        arguments=(
            f"--model-repository={MODELS_PATH}",
            f"--http-port={port}",
            f"--metrics-port={metrics_port}",
            "--allow-grpc=false",
            "--strict-readiness=true",
            "--metrics-config=summary_latencies=true",
            f"--exit-timeout-secs={model.timeout_seconds}",
        ),
        environment={"HOME": SCRATCH_PATH},
        model_path=_path(model),
        user=1000,
        http_port=port,
        metrics_port=metrics_port,
        ready_path="/v2/health/ready",
        live_path="/v2/health/live",
        start_seconds=_USUAL_START_SECONDS,
        shared_memory_gib=1,
    )


def _mlserver(model: ModelSpec, variant: VariantSpec) -> ServerSpec:
    """The open inference protocol in one process: replicas are how it grows.

    Sources: https://docs.seldon.ai/mlserver/reference/settings,
    https://github.com/SeldonIO/MLServer/blob/master/Dockerfile (2026-11-21).
    """
    port = variant.runtime.port or 8080
    metrics_port = _beside(port, 8082)
    return ServerSpec(
        command=("mlserver", "start"),
        arguments=(MODELS_PATH,),
        environment={
            "HOME": SCRATCH_PATH,
            "MLSERVER_DEBUG": "false",
            "MLSERVER_HTTP_PORT": str(port),
            "MLSERVER_GRPC_PORT": str(_beside(port, 8081)),
            "MLSERVER_METRICS_PORT": str(metrics_port),
            "MLSERVER_PARALLEL_WORKERS": "0",
            # The image keeps both below its read-only root.
            "NUMBA_CACHE_DIR": SCRATCH_PATH,
            "TRANSFORMERS_CACHE": SCRATCH_PATH,
        },
        model_path=_path(model),
        user=1000,
        http_port=port,
        metrics_port=metrics_port,
        ready_path="/v2/health/ready",
        live_path="/v2/health/live",
        start_seconds=_USUAL_START_SECONDS,
    )


def _tensorflow_serving(model: ModelSpec, variant: VariantSpec) -> ServerSpec:
    """TensorFlow's REST API over a SavedModel.

    The server serves the highest numbered directory below the model's; its metrics have to be switched on in a file.
    It does not hear the signal to stop, and so answers until it is killed.
    Sources: https://www.tensorflow.org/tfx/serving/serving_config, https://www.tensorflow.org/tfx/serving/docker,
    https://github.com/tensorflow/serving/issues/1853 (2026-11-21).
    """
    port = variant.runtime.port or 8501
    path = _path(model)
    number = variant.version if variant.version.isascii() and variant.version.isdigit() else "1"
    status = f"/v1/models/{model.name}"
    return ServerSpec(
        command=("tensorflow_model_server",),
        arguments=(
            f"--rest_api_port={port}",
            f"--port={_beside(port, 8500)}",
            f"--model_name={model.name}",
            f"--model_base_path={path}",
            f"--monitoring_config_file={_MONITORING_FILE}",
        ),
        model_path=f"{path}/{number}",
        files={_MONITORING_FILE: f'prometheus_config {{ enable: true, path: "{_TENSORFLOW_METRICS}" }}\n'},
        user=ANY_USER,
        http_port=port,
        metrics_port=port,
        metrics_path=_TENSORFLOW_METRICS,
        ready_path=status,
        start_seconds=_USUAL_START_SECONDS,
    )


def _custom(model: ModelSpec, variant: VariantSpec) -> ServerSpec:
    """Any image that speaks HTTP: told where its model is, asked on the port and path that its owner gave."""
    runtime, path = variant.runtime, _path(model)
    assert runtime.port is not None  # noqa: S101 - Runtime holds both for this kind
    assert runtime.ready_path is not None  # noqa: S101
    return ServerSpec(
        environment={
            "HOME": SCRATCH_PATH,
            "MODEL_NAME": model.name,
            "MODEL_VERSION": variant.version,
            "MODEL_PATH": path,
            "PORT": str(runtime.port),
        },
        model_path=path,
        drains=False,
        http_port=runtime.port,
        metrics_port=runtime.port,
        ready_path=runtime.ready_path,
        start_seconds=_LONGEST_START_SECONDS,
    )


_PLANS: Mapping[RuntimeKind, Callable[[ModelSpec, VariantSpec], ServerSpec]] = {
    RuntimeKind.VLLM: _vllm,
    RuntimeKind.TRITON: _triton,
    RuntimeKind.MLSERVER: _mlserver,
    RuntimeKind.TENSORFLOW_SERVING: _tensorflow_serving,
    RuntimeKind.CUSTOM: _custom,
}
