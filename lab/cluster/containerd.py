"""containerd for one real node, apart from any other containerd of the machine."""

import json
from pathlib import Path

from components.errors import OperationError
from lab.cluster import commands, processes
from lab.cluster.journal import Journal
from lab.cluster.site import Site
from lab.engine import files

CNI_PROGRAMS = (Path("/usr/lib/cni"), Path("/opt/cni/bin"))
"""Where Debian and others put the network plugins; the first that is there is taken."""

_KUBERNETES_IMAGES = "k8s.io"
_READY_SECONDS = 20

# What is off would write outside the lab's folders, or look for file systems that the lab does not use.
_CONFIG = """\
version = 2
root = "{root}"
state = "{state}"
oom_score = 0
disabled_plugins = [
  "io.containerd.internal.v1.opt",
  "io.containerd.internal.v1.tracing",
  "io.containerd.snapshotter.v1.aufs",
  "io.containerd.snapshotter.v1.btrfs",
  "io.containerd.snapshotter.v1.devmapper",
  "io.containerd.snapshotter.v1.zfs",
  "io.containerd.tracing.processor.v1.otlp",
]
[grpc]
  address = "{socket}"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "{pause}"
  # Where CAP_SYS_RESOURCE is missing, runc cannot lower a score and dies.
  restrict_oom_score_adj = true
  # Namespaces of pods are mounts too: below the lab's folder they are found and undone with it.
  netns_mounts_under_state_dir = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "{programs}"
    conf_dir = "{network}"
  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
      Root = "{runc}"
"""


def start(journal: Journal, site: Site, pause_image: str) -> None:
    """Starts containerd and waits until it answers.

    Args:
        journal: of the lab.
        site: with a real node.
        pause_image: reference of the image that holds each pod's namespaces.
    """
    folder = site.node_folder
    network = folder / "network"
    config = folder / "containerd.toml"
    text = _CONFIG.format(
        root=folder / "containerd",
        state=site.runtime / "containerd",
        socket=site.containerd,
        runc=site.runtime / "runc",
        pause=pause_image,
        programs=next(path for path in CNI_PROGRAMS if path.is_dir()),
        network=network,
    )
    files.write_text(config, text)
    files.write_text(network / "10-lab.conflist", json.dumps(_network(site), indent=2))
    processes.ensure(journal, site, "containerd", ["containerd", f"--config={config}"])
    processes.wait_until(lambda: _answers(site), journal, site, "containerd", _READY_SECONDS)


def import_image(socket: Path, archive: Path) -> None:
    """Brings an image archive (OCI or docker) to a node.

    Raises:
        OperationError: containerd refuses it.
    """
    argv = ["ctr", f"--address={socket}", f"--namespace={_KUBERNETES_IMAGES}", "images", "import", str(archive)]
    commands.run(argv, what=f"loading {archive.name}", timeout_seconds=300)


def images(socket: Path) -> set[str]:
    """References of the images that a node has."""
    argv = ["ctr", f"--address={socket}", f"--namespace={_KUBERNETES_IMAGES}", "images", "list", "--quiet"]
    return set(commands.run(argv, what="listing images").split())


def _answers(site: Site) -> bool:
    if not site.containerd.is_socket():
        return False
    argv = ["ctr", f"--address={site.containerd}", "--connect-timeout=1s", "version"]
    try:
        commands.run(argv, what="asking containerd", timeout_seconds=5)
    except OperationError:
        return False
    return True


def _network(site: Site) -> dict[str, object]:
    """Pods on a bridge, each reached from everywhere by its own address."""
    bridge = {
        "type": "bridge",
        "bridge": "pods",
        "isDefaultGateway": True,
        "hairpinMode": True,
        "ipam": {
            "type": "host-local",
            "ranges": [[{"subnet": str(site.block.pods)}]],
            "dataDir": str(site.node_folder / "addresses"),
        },
    }
    ports = {"type": "portmap", "capabilities": {"portMappings": True}}
    return {"cniVersion": "0.4.0", "name": site.label, "plugins": [bridge, ports]}
