"""The checker that other tests lean on must itself refuse what the standard refuses."""

import pytest

from tests.rigs.pod_security import violations
from transship.plan.recorder import Inputs

_OWN: Inputs = {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}}
_SHARED: Inputs = {"runAsNonRoot": True, "seccompProfile": {"type": "RuntimeDefault"}}


def _pod(own: Inputs = _OWN, shared: Inputs = _SHARED, container: Inputs | None = None, **pod: object) -> Inputs:
    return {
        "securityContext": shared,
        "containers": [{"name": "server", "securityContext": own, **(container or {})}],
        **pod,
    }


def test_a_restricted_pod_passes() -> None:
    assert violations(_pod()) == []


@pytest.mark.parametrize(
    ("pod", "violation"),
    [
        (_pod(hostNetwork=True), "hostNetwork is set"),
        (_pod(volumes=[{"name": "disk", "hostPath": {"path": "/"}}]), "volume of type hostPath"),
        (_pod(shared={**_SHARED, "sysctls": [{"name": "a", "value": "b"}]}), "sysctls is set"),
        (_pod(shared={**_SHARED, "runAsUser": 0}), "runs as root"),
        (_pod(shared={**_SHARED, "runAsNonRoot": False}), "server: may run as root"),
        (_pod(shared={"runAsNonRoot": True}), "server: has no seccomp profile"),
        (_pod({**_OWN, "privileged": True}), "server: privileged"),
        (_pod({**_OWN, "runAsUser": 0}), "server: runs as root"),
        (_pod({**_OWN, "procMount": "Unmasked"}), "server: has an unmasked /proc"),
        (_pod({"capabilities": {"drop": ["ALL"]}}), "server: may escalate privileges"),
        (_pod({"allowPrivilegeEscalation": False}), "server: keeps capabilities"),
        (_pod({**_OWN, "capabilities": {"drop": ["ALL"], "add": ["SYS_ADMIN"]}}), "server: adds SYS_ADMIN"),
        (_pod(container={"ports": [{"hostPort": 80}]}), "server: has a host port"),
        (_pod(container={"livenessProbe": {"httpGet": {"host": "10.0.0.1"}}}), "server: asks another host"),
        (_pod(initContainers=[{"name": "pull"}]), "pull: may escalate privileges"),
    ],
)
def test_what_the_standard_forbids_is_found(pod: Inputs, violation: str) -> None:
    assert violation in violations(pod)
