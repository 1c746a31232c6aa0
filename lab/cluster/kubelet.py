"""kubelet and kube-proxy: what makes this machine a node of the cluster."""

from collections.abc import Mapping
from pathlib import Path

import yaml

from lab.cluster import asking, certificates, fake_nodes, processes
from lab.cluster.control_groups import group_name
from lab.cluster.journal import Journal
from lab.cluster.site import REAL_NODE, Site
from lab.engine import files

_PROXY_HEALTH_PORT = 10256
_READY_SECONDS = 30


def start(journal: Journal, site: Site, tools: Mapping[str, Path]) -> None:
    """Starts kubelet; it looks for the API server by itself and registers the node."""
    folder = site.node_folder
    files.write_text(folder / "kubelet.yaml", yaml.safe_dump(_config(site)))
    # Pods that take their node's name servers must not be sent to this machine's, which the namespace cannot reach.
    files.write_text(folder / "resolv.conf", f"nameserver {site.address}\n")
    labels = {"node.kubernetes.io/instance-type": "lab-real", **fake_nodes.place_labels(zone=0)}
    argv = [
        str(tools["kubelet"]),
        f"--config={folder / 'kubelet.yaml'}",
        f"--kubeconfig={certificates.path(site, 'kubelet.kubeconfig')}",
        f"--root-dir={folder / 'kubelet'}",
        f"--cert-dir={folder / 'kubelet' / 'pki'}",
        f"--hostname-override={REAL_NODE}",
        f"--node-ip={site.address}",
        f"--node-labels={','.join(f'{key}={value}' for key, value in labels.items())}",
    ]
    processes.ensure(journal, site, "kubelet", argv)


def start_proxy(journal: Journal, site: Site, tools: Mapping[str, Path]) -> None:
    """Starts kube-proxy and waits until the rules of all services are there."""
    argv = [
        str(tools["kube-proxy"]),
        f"--kubeconfig={certificates.path(site, 'proxy.kubeconfig')}",
        f"--hostname-override={REAL_NODE}",
        "--proxy-mode=iptables",
        f"--cluster-cidr={site.block.pods}",
        f"--healthz-bind-address={site.address}:{_PROXY_HEALTH_PORT}",
        # The limits of connection tracking are the whole machine's: not ours to change.
        "--conntrack-max-per-core=0",
        "--conntrack-tcp-timeout-established=0",
        "--conntrack-tcp-timeout-close-wait=0",
    ]
    processes.ensure(journal, site, "kube-proxy", argv)
    health = f"http://{site.address}:{_PROXY_HEALTH_PORT}/healthz"
    processes.wait_until(lambda: asking.is_well(health), journal, site, "kube-proxy", _READY_SECONDS)


def _config(site: Site) -> dict[str, object]:
    return {
        "apiVersion": "kubelet.config.k8s.io/v1beta1",
        "kind": "KubeletConfiguration",
        "address": site.address,
        "authentication": {"x509": {"clientCAFile": str(certificates.path(site, "cluster-authority.crt"))}},
        "tlsCertFile": str(certificates.path(site, "kubelet.crt")),
        "tlsPrivateKeyFile": str(certificates.path(site, "kubelet.key")),
        "containerRuntimeEndpoint": f"unix://{site.containerd}",
        "clusterDNS": [str(site.block.dns_service)],
        "clusterDomain": "cluster.local",
        "resolvConf": str(site.node_folder / "resolv.conf"),
        "podLogsDir": str(site.node_folder / "pod-logs"),
        "cgroupDriver": "cgroupfs",
        "cgroupRoot": group_name(site.block_number),
        "failCgroupV1": False,
        "failSwapOn": False,
        # The machine is not the lab's alone: no share of it is set aside, and a full disk must not evict pods or
        # delete images, which could not be fetched again.
        "enforceNodeAllocatable": [],
        "evictionHard": {"memory.available": "100Mi", "nodefs.available": "0%", "imagefs.available": "0%"},
        "imageGCHighThresholdPercent": 100,
        "nodeStatusUpdateFrequency": "5s",
        "oomScoreAdj": 0,
        "maxPods": 200,
    }
