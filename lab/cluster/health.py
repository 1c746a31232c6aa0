"""What is wrong with a lab."""

from components.errors import OperationError
from lab.cluster import control_plane, processes
from lab.cluster.journal import State, folder_of, this_boot
from lab.cluster.kubectl import Kubectl
from lab.cluster.things import Process
from lab.engine import locate


def ails(state: State) -> list[str]:
    """Everything that keeps a lab from being used, in words; empty when it is well."""
    if state.boot != this_boot():
        return ["the machine was restarted since"]
    if state.phase != "up":
        return [f"it is still {state.phase.replace('-', ' ')}, or was interrupted"]
    dead = [f"{process.name} does not run" for process in state.of_kind(Process) if not processes.is_alive(process)]
    mute = [f"{site.name}: the API server does not answer" for site in state.sites if not control_plane.answers(site)]
    return [*dead, *mute, *_adopted(state)]


def _adopted(state: State) -> list[str]:
    program = locate("kubectl")
    found: list[str] = []
    for cluster in state.adopted:
        if program is None:
            return ["kubectl is missing, without which the cluster cannot be asked"]
        try:
            Kubectl(program, cluster.kubeconfig, folder_of(state.name) / "kubectl-cache").run("get", "--raw=/readyz")
        except OperationError as error:
            found += [problem.what for problem in error.problems]
    return found
