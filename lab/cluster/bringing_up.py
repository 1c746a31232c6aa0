"""Bringing a lab up: what there is to do in which order, and what can be done at the same time.

Every step looks first whether its work is done. So the same way that makes a lab goes on where another was killed,
and starts again what has died since.
"""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from components.errors import InvalidInputError
from lab.cluster import adopted, assembly, blocks, definitions, health, machine, network, objects, pause, removal, sites
from lab.cluster.journal import Journal, alone_with, this_boot
from lab.cluster.model import Lab, NodeKind
from lab.cluster.options import Options, check
from lab.cluster.progress import Progress, say, shown_on, step
from lab.engine import obtain

_CONTROL_PLANE = ("etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kubectl")
_FAKE_NODES = ("kwok", "kwok-stages")
_REAL_NODE = ("coredns", "kube-proxy", "kubelet")
_STORE = ("versitygw",)


def up(
    name: str = "lab",
    *,
    clusters: int = 1,
    nodes: NodeKind = "real",
    cpu_nodes: int = 2,
    gpu_nodes: int = 2,
    kubeconfig: Path | None = None,
    kind: bool = False,
    install_definitions: bool = False,
) -> Lab:
    """Brings a lab up, or finishes or repairs one that was begun, and shows progress on stderr.

    Args:
        name: up to 32 letters, digits and hyphens.
        clusters: one or two; two reach each other.
        nodes: `real` for one node that runs pods, which becomes `fake`, and says so, where the machine cannot run it.
        cpu_nodes: fake nodes without accelerators, in each cluster.
        gpu_nodes: fake nodes with accelerators, in each cluster.
        kubeconfig: a cluster to take as it is, instead of making one.
        kind: make the cluster with kind.
        install_definitions: whether custom resource definitions may be put into the cluster of `kubeconfig`.

    Returns:
        The lab, every node ready.

    Raises:
        InvalidInputError: an option is wrong, or a lab of this name is up with others.
        OperationError: something did not come up; says what, with the end of its log.
    """
    options = Options(
        clusters=clusters,
        nodes=nodes,
        cpu_nodes=cpu_nodes,
        gpu_nodes=gpu_nodes,
        kubeconfig=kubeconfig.absolute() if kubeconfig else None,
        kind=kind,
        install_definitions=install_definitions,
    )
    check(name, options)
    with alone_with(name):
        journal = _begin(name, options)
        if health.ails(journal.state):
            tools = _prepare(journal)
            with shown_on() as progress:
                _raise(journal, tools, progress)
            journal.update(phase="up")
        else:
            say(f"lab {name} is up already")
        return journal.state.lab


def _begin(name: str, options: Options) -> Journal:
    """The lab to work on: as it was left, or a new one."""
    while (journal := blocks.find_lab(name)) and _is_a_leftover(journal):
        say(f"removing what is left of an earlier lab {name}")
        removal.remove_all(journal)
    if journal and journal.state.options != options:
        raise InvalidInputError.because(
            f"lab {name}",
            "is there with other options",
            hint=f"transship lab down --name {name}, or another --name",
        )
    return journal or Journal.create(name, options)


def _is_a_leftover(journal: Journal) -> bool:
    return journal.state.boot != this_boot() or journal.state.phase == "going-down"


def _prepare(journal: Journal) -> Mapping[str, Path]:
    """Decides where the lab stands, and obtains what it is made of."""
    options = journal.state.options
    if not options.adopts and not journal.state.sites:
        sites.plan(journal, _possible_nodes(options.nodes))
    parts = adopted.PARTS if options.adopts else _parts(journal)
    return {name: part.path for name, part in obtain(parts).items()}


def _possible_nodes(wanted: NodeKind) -> NodeKind:
    obstacles = machine.obstacles_to_a_real_node() if wanted == "real" else []
    if not obstacles:
        return wanted
    say("this machine cannot be a real node; the lab gets fake nodes, on which pods only seem to run:")
    for obstacle in obstacles:
        say(f"  {obstacle}")
    return "fake"


def _parts(journal: Journal) -> tuple[str, ...]:
    real = any(site.nodes == "real" for site in journal.state.sites)
    return (*_CONTROL_PLANE, *_FAKE_NODES, *(_REAL_NODE if real else ()), *_STORE, *definitions.PARTS)


def _raise(journal: Journal, tools: Mapping[str, Path], progress: Progress) -> None:
    if journal.state.options.adopts:
        adopted.ensure(journal, tools, progress)
        return
    first, *others = journal.state.sites
    if first.nodes == "real":
        with step(progress, "pause image"):
            pause.archive()
    with step(progress, "network"):
        for site in journal.state.sites:
            network.ensure(site)
        for other in others:
            network.connect(first, other)
    store = journal.state.objects or objects.new_store(first)
    journal.update(objects=store)
    with ThreadPoolExecutor() as pool:
        work = [pool.submit(objects.start, journal, first, tools, store)]
        work += [pool.submit(assembly.ensure, journal, site, tools, progress) for site in journal.state.sites]
        for part in work:
            part.result()
