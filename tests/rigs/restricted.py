"""The `restricted` level of the Pod Security Standards, as it is published, over a pod spec in Kubernetes' spelling.

Written from the standard and from nothing of ours: https://kubernetes.io/docs/concepts/security/pod-security-standards/
(2026-11-21). An empty answer means that the API server's own check would let the pod in.
"""

from collections.abc import Iterator, Mapping
from typing import Any

Spec = Mapping[str, Any]

HOST_FIELDS = ("hostNetwork", "hostPID", "hostIPC")
VOLUMES = {"configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim", "projected", "secret"}
PROFILES = {"RuntimeDefault", "Localhost"}
SYSCTLS = {
    "kernel.shm_rmid_forced",
    "net.ipv4.ip_local_port_range",
    "net.ipv4.ip_unprivileged_port_start",
    "net.ipv4.tcp_syncookies",
    "net.ipv4.ping_group_range",
}


def violations(pod: Spec) -> list[str]:
    """What the standard forbids of this pod, in words; empty when it is restricted."""
    return [*_pod(pod), *(said for container in _containers(pod) for said in _container(pod, container))]


def _containers(pod: Spec) -> list[Spec]:
    return [*pod.get("initContainers", []), *pod["containers"], *pod.get("ephemeralContainers", [])]


def _pod(pod: Spec) -> Iterator[str]:
    yield from (field for field in HOST_FIELDS if pod.get(field))
    for volume in pod.get("volumes", []):
        if kinds := volume.keys() - {"name"} - VOLUMES:
            yield f"volume {volume['name']}: {', '.join(sorted(kinds))}"
    context = pod.get("securityContext", {})
    for sysctl in context.get("sysctls", []):
        if sysctl["name"] not in SYSCTLS:
            yield f"sysctl {sysctl['name']}"


def _container(pod: Spec, container: Spec) -> Iterator[str]:
    name, context, above = container["name"], container.get("securityContext", {}), pod.get("securityContext", {})

    def inherited(field: str) -> Any:
        return context.get(field, above.get(field))

    capabilities, profile = context.get("capabilities", {}), inherited("seccompProfile")
    told = {
        "privileged": context.get("privileged", False),
        "privilege escalation": context.get("allowPrivilegeEscalation") is not False,
        "may run as root": inherited("runAsNonRoot") is not True,
        "runs as root": inherited("runAsUser") == 0,
        "no seccomp profile": not profile or profile["type"] not in PROFILES,
        "capabilities kept": "ALL" not in capabilities.get("drop", []),
        "capabilities added": bool(set(capabilities.get("add", [])) - {"NET_BIND_SERVICE"}),
        "proc mount": context.get("procMount", "Default") != "Default",
        "host ports": any(port.get("hostPort") for port in container.get("ports", [])),
        "host probes": any(_asks_another_host(container, probe) for probe in ("livenessProbe", "readinessProbe")),
    }
    yield from (f"{name}: {what}" for what, wrong in told.items() if wrong)


def _asks_another_host(container: Spec, probe: str) -> bool:
    actions: Spec = container.get(probe, {})
    return any(actions.get(action, {}).get("host") for action in ("httpGet", "tcpSocket"))
