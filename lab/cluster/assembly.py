"""Putting one cluster together, its parts started side by side as far as they let us."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from lab.cluster import (
    blocks,
    certificates,
    containerd,
    control_groups,
    control_plane,
    definitions,
    dns,
    fake_nodes,
    kubelet,
    pause,
)
from lab.cluster.journal import Journal
from lab.cluster.kubectl import Kubectl
from lab.cluster.progress import Progress, step
from lab.cluster.site import Site

_NODES_SECONDS = 90


def ensure(journal: Journal, site: Site, tools: Mapping[str, Path], progress: Progress) -> None:
    """Brings a cluster to where every node is ready and every kind of object known."""
    certificates.ensure(site)
    control_plane.start_api_server(journal, site, tools)
    with ThreadPoolExecutor() as pool:
        # kubelet finds the API server by itself, so the node need not wait for it.
        node = pool.submit(_start_node, journal, site, tools, progress) if site.nodes == "real" else None
        with step(progress, f"cluster {site.name}: API server"):
            control_plane.wait_for_api_server(journal, site)
        control_plane.start_controllers(journal, site, tools)
        fake_nodes.start(journal, site, tools)
        kubectl = Kubectl(tools["kubectl"], site.kubeconfig, site.folder / "kubectl-cache")
        kinds = pool.submit(_install_definitions, site, kubectl, tools, progress)
        kubectl.create_missing("nodes", fake_nodes.manifests(site))
        if node:
            node.result()
            _start_services(journal, site, tools, kubectl, progress)
        _wait_for_nodes(site, kubectl, progress)
        kinds.result()


def _start_node(journal: Journal, site: Site, tools: Mapping[str, Path], progress: Progress) -> None:
    with step(progress, f"cluster {site.name}: containerd"):
        blocks.before_a_real_node()
        control_groups.ensure(control_groups.group_name(site.block_number))
        containerd.start(journal, site, pause.REFERENCE)
        if pause.REFERENCE not in containerd.images(site.containerd):
            containerd.import_image(site.containerd, pause.archive())
    kubelet.start(journal, site, tools)


def _start_services(
    journal: Journal, site: Site, tools: Mapping[str, Path], kubectl: Kubectl, progress: Progress
) -> None:
    with step(progress, f"cluster {site.name}: services and their names"):
        dns.start(journal, site, tools, kubectl)
        kubelet.start_proxy(journal, site, tools)


def _install_definitions(site: Site, kubectl: Kubectl, tools: Mapping[str, Path], progress: Progress) -> None:
    with step(progress, f"cluster {site.name}: custom resource definitions"):
        definitions.install(kubectl, definitions.paths(tools))


def _wait_for_nodes(site: Site, kubectl: Kubectl, progress: Progress) -> None:
    with step(progress, f"cluster {site.name}: nodes ready ({len(site.node_names)})"):
        kubectl.wait_for_all("nodes", site.node_names, "Ready", timeout_seconds=_NODES_SECONDS)
        # Without it no pod can be made in the namespace that everybody tries first.
        kubectl.wait("create", "serviceaccount/default", timeout_seconds=_NODES_SECONDS)
