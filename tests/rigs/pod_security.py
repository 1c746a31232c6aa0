"""The Pod Security Standards, level `restricted`, read from their published table and not from our code.

Source: https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted, 2026-11-21.
"""

from collections.abc import Iterator

from transship.plan.recorder import Inputs

_VOLUMES = {
    "configMap",
    "csi",
    "downwardAPI",
    "emptyDir",
    "ephemeral",
    "persistentVolumeClaim",
    "projected",
    "secret",
}
_SECCOMP = {"RuntimeDefault", "Localhost"}
_PROBES = ("startupProbe", "readinessProbe", "livenessProbe")
_HOOKS = ("postStart", "preStop")


def violations(pod: Inputs) -> list[str]:
    """What the API server would refuse the pod for; empty when it is restricted."""
    return [*_pod(pod), *(f"{each['name']}: {what}" for each in _containers(pod) for what in _container(pod, each))]


def _containers(pod: Inputs) -> list[Inputs]:
    return [each for kind in ("initContainers", "containers", "ephemeralContainers") for each in pod.get(kind, [])]


def _pod(pod: Inputs) -> Iterator[str]:
    yield from (f"{field} is set" for field in ("hostNetwork", "hostPID", "hostIPC") if pod.get(field))
    for volume in pod.get("volumes", []):
        yield from (f"volume of type {kind}" for kind in volume if kind not in {"name", *_VOLUMES})
    context = pod.get("securityContext", {})
    yield from (f"{field} is set" for field in ("sysctls", "seLinuxOptions", "windowsOptions") if context.get(field))
    if context.get("runAsUser") == 0:
        yield "runs as root"


def _container(pod: Inputs, container: Inputs) -> Iterator[str]:
    shared, own = pod.get("securityContext", {}), container.get("securityContext", {})
    if own.get("privileged"):
        yield "privileged"
    if own.get("allowPrivilegeEscalation") is not False:
        yield "may escalate privileges"
    if own.get("runAsNonRoot", shared.get("runAsNonRoot")) is not True:
        yield "may run as root"
    if own.get("runAsUser") == 0:
        yield "runs as root"
    if own.get("seccompProfile", shared.get("seccompProfile", {})).get("type") not in _SECCOMP:
        yield "has no seccomp profile"
    if own.get("procMount", "Default") != "Default":
        yield "has an unmasked /proc"
    capabilities = own.get("capabilities", {})
    if "ALL" not in capabilities.get("drop", []):
        yield "keeps capabilities"
    yield from (f"adds {name}" for name in capabilities.get("add", []) if name != "NET_BIND_SERVICE")
    yield from ("has a host port" for port in container.get("ports", []) if port.get("hostPort"))
    handlers = [container.get(probe, {}) for probe in _PROBES]
    handlers += [container.get("lifecycle", {}).get(hook, {}) for hook in _HOOKS]
    for handler in handlers:
        yield from ("asks another host" for way in ("httpGet", "tcpSocket") if handler.get(way, {}).get("host"))
