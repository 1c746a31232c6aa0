"""A pod as strict as Pod Security's `restricted` level: pulls a model, then serves it."""

from collections.abc import Mapping

from lab.demo.model import NAME

_VOLUMES = [{"name": "models", "mountPath": "/models"}, {"name": "tmp", "mountPath": "/tmp"}]  # noqa: S108
_EMPTY: Mapping[str, str] = {}
_RESTRICTED = {
    "allowPrivilegeEscalation": False,
    "readOnlyRootFilesystem": True,
    "runAsNonRoot": True,
    "capabilities": {"drop": ["ALL"]},
    "seccompProfile": {"type": "RuntimeDefault"},
}


def namespace(name: str) -> Mapping[str, object]:
    """A namespace in which a pod that asks for more is refused."""
    labels = {"pod-security.kubernetes.io/enforce": "restricted"}
    return {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name, "labels": labels}}


def serving_pod(
    namespace: str, name: str, *, version: str, server: str, puller: str, variables: Mapping[str, str], policy: str
) -> Mapping[str, object]:
    """A pod that serves the demonstration's model.

    Args:
        namespace: where it runs.
        name: of the pod.
        version: of the model.
        server: the server's image.
        puller: the pull step's image.
        variables: where the registry is, and its keys.
        policy: when images are pulled.
    """
    environment = [{"name": key, "value": value} for key, value in variables.items()]
    step = {"imagePullPolicy": policy, "securityContext": _RESTRICTED, "volumeMounts": _VOLUMES}
    pull = {
        "name": "pull",
        "image": puller,
        "args": [f"models://{NAME}/{version}", "--to", f"/models/{NAME}"],
        "env": environment,
    }
    ready = {"httpGet": {"path": f"/v2/models/{NAME}/ready", "port": 8080}, "periodSeconds": 1}
    serve = {"name": "server", "image": server, "readinessProbe": ready}
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": name, "namespace": namespace},
        "spec": {
            "automountServiceAccountToken": False,
            "restartPolicy": "Never",
            "securityContext": {"fsGroup": 65532},
            "initContainers": [{**pull, **step}],
            "containers": [{**serve, **step}],
            "volumes": [{"name": volume["name"], "emptyDir": _EMPTY} for volume in _VOLUMES],
        },
    }
