"""Bringing images to a lab's nodes: a lab has no way out, so nothing is ever pulled."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from components.errors import UnsupportedError
from lab.cluster import commands, containerd
from lab.cluster.model import Cluster, Lab


def load(lab: Lab, archive: Path) -> None:
    """Brings an image archive (OCI or docker) to every node that runs pods.

    Nodes that are fake need none and are passed over. Pods name the image with `imagePullPolicy: IfNotPresent` or
    `Never`.

    Raises:
        UnsupportedError: the cluster is a user's own; images get there through its registry.
        OperationError: a node refuses the archive.
    """
    with ThreadPoolExecutor() as pool:
        for loaded in [pool.submit(_load, cluster, archive) for cluster in lab.clusters]:
            loaded.result()


def _load(cluster: Cluster, archive: Path) -> None:
    if cluster.kind:
        argv = ["kind", "load", "image-archive", str(archive), "--name", cluster.kind]
        commands.run(argv, what=f"loading {archive.name}", timeout_seconds=300)
    elif cluster.containerd:
        containerd.import_image(cluster.containerd, archive)
    elif cluster.nodes == "real":
        raise UnsupportedError.because(
            f"loading {archive.name}",
            "the cluster is not the lab's own",
            hint="push the image to a registry that the cluster pulls from",
        )
