"""What containerd, its shims and kubelet keep in places that cannot be chosen."""

from pathlib import Path

from lab.cluster.site import NODE_ROOT, label, node_folder, runtime_folder

_NETWORK_RESULTS = Path("/var/lib/cni/results")
_LOG_LINKS = Path("/var/log/containers")
_SHIM_SOCKETS = Path("/run/containerd/s")
_SHIM_ADDRESSES = "containerd/io.containerd.runtime.v2.task/*/*/address"


def remove(block_number: int) -> None:
    """Removes what a cluster left there; needs the cluster's own folders still."""
    for address in runtime_folder(block_number).glob(_SHIM_ADDRESSES):
        Path(address.read_text().removeprefix("unix://")).unlink(missing_ok=True)
    prefix = f"{label(block_number)}-"
    for result in _NETWORK_RESULTS.glob(f"{prefix}*"):
        pod = result.name.removeprefix(prefix).partition("-")[0]
        (_NETWORK_RESULTS / f"cni-loopback-{pod}-lo").unlink(missing_ok=True)
        result.unlink()
    for link in _LOG_LINKS.glob("*.log"):
        if link.is_symlink() and link.readlink().is_relative_to(node_folder(block_number)):
            link.unlink()


def remove_empty_folders() -> None:
    """Removes the places themselves, when nobody has anything there; not while a lab runs, which would miss them."""
    places = (_SHIM_SOCKETS, _NETWORK_RESULTS, _LOG_LINKS, NODE_ROOT)
    for folder in (*places, _SHIM_SOCKETS.parent, _NETWORK_RESULTS.parent):
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
