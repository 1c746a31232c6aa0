"""What is still there after a stack was destroyed."""

from contextlib import suppress

from components.errors import OperationError
from lab.clouds.rehearsal.drifting import OURS
from lab.clouds.rehearsal.scene import Scene

_KINDS = (
    "namespaces,deployments,services,secrets,networkpolicies,resourcequotas,serviceaccounts,configmaps,"
    "persistentvolumeclaims,httproutes,gateways,podmonitors,prometheusrules,priorityclasses,scaledobjects"
)


def left_behind(scene: Scene) -> list[str]:
    """Resources of the pretended cloud and objects of the cluster, each by kind and name."""
    resources = [f"{each.token} {each.id}" for each in scene.account.resources()]
    with suppress(OperationError):
        said = scene.kubectl.run("get", _KINDS, "--all-namespaces", f"--selector={OURS}", "--output=name")
        return [*resources, *said.split()]
    return [*resources, "the cluster does not answer"]
