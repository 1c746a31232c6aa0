"""Clusters that are not of our making: a user's own, of which only what we put there is ours, and kind's."""

from collections.abc import Mapping
from pathlib import Path

from lab.cluster import commands, definitions
from lab.cluster.journal import Journal
from lab.cluster.kubectl import Kubectl
from lab.cluster.model import Cluster
from lab.cluster.progress import Progress, step
from lab.cluster.things import Definitions, KindCluster
from lab.engine import obtain

PARTS = ("kubectl", *definitions.PARTS)

_NAME = "a"
_KIND_SECONDS = 600


def ensure(journal: Journal, tools: Mapping[str, Path], progress: Progress) -> None:
    """Takes the cluster that the options name into the lab.

    Raises:
        OperationError: the cluster does not answer, or kind does not make it.
    """
    options = journal.state.options
    if options.kubeconfig is None:
        with step(progress, "kind cluster"):
            kubeconfig, kind_name = _ensure_kind_cluster(journal)
    else:
        kubeconfig, kind_name = options.kubeconfig, ""
    kubectl = Kubectl(tools["kubectl"], kubeconfig, journal.folder / "kubectl-cache")
    with step(progress, "asking the API server"):
        kubectl.run("get", "--raw=/readyz")
    if kind_name or options.install_definitions:
        with step(progress, "custom resource definitions"):
            _install_definitions(journal, kubectl, tools, stays=not kind_name)
    journal.update(adopted=(_as_cluster(kubectl, kind_name),))


def remove_definitions(added: Definitions, folder: Path) -> None:
    """Takes our definitions out of a cluster that stays, and with them all objects of those kinds."""
    kubectl = Kubectl(obtain(["kubectl"])["kubectl"].path, added.kubeconfig, folder / "kubectl-cache")
    kubectl.run("delete", "crd", "--ignore-not-found", *added.names, timeout_seconds=120)


def delete_kind_cluster(name: str) -> None:
    """Deletes a cluster that was made with kind; none is fine too."""
    commands.run(["kind", "delete", "cluster", "--name", name], what="deleting the kind cluster", timeout_seconds=120)


def _ensure_kind_cluster(journal: Journal) -> tuple[Path, str]:
    name, kubeconfig = f"transship-{journal.state.name}", journal.folder / "kubeconfig"
    journal.add(KindCluster(name=name))
    if name in commands.run(["kind", "get", "clusters"], what="asking kind").split():
        argv = ["kind", "export", "kubeconfig", "--name", name, "--kubeconfig", str(kubeconfig)]
    else:
        argv = ["kind", "create", "cluster", "--name", name, "--kubeconfig", str(kubeconfig), "--wait", "5m"]
    commands.run(argv, what="making a kind cluster", timeout_seconds=_KIND_SECONDS)
    return kubeconfig, name


def _install_definitions(journal: Journal, kubectl: Kubectl, tools: Mapping[str, Path], *, stays: bool) -> None:
    there = kubectl.names("crd")
    # What the cluster has stays as it is, whatever its version.
    ours = {name: path for name, path in definitions.by_name(tools).items() if name not in there}
    if not ours:
        return
    if stays:
        journal.add(Definitions(kubeconfig=kubectl.kubeconfig, names=tuple(ours)))
    definitions.install(kubectl, sorted(set(ours.values())))


def _as_cluster(kubectl: Kubectl, kind_name: str) -> Cluster:
    server = kubectl.run("config", "view", "--minify", "--output=jsonpath={.clusters[0].cluster.server}")
    return Cluster(
        name=_NAME,
        kubeconfig=kubectl.kubeconfig,
        api_server=server,
        nodes="real",
        node_names=tuple(sorted(kubectl.names("nodes"))),
        kind=kind_name,
    )
