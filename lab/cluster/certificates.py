"""Who is who in a cluster: its authorities, the certificates of its servers, and a kubeconfig for every client."""

import base64
from collections.abc import Mapping
from pathlib import Path

import yaml

from lab.cluster.authority import Authority, Pair, bare_pair
from lab.cluster.site import REAL_NODE, Site
from lab.engine import files

_MASTERS = "system:masters"

# User and group, as the API server's built-in roles know them.
_CLIENTS = {
    "controller-manager": ("system:kube-controller-manager", ""),
    "scheduler": ("system:kube-scheduler", ""),
    "proxy": ("system:kube-proxy", ""),
    "kubelet": (f"system:node:{REAL_NODE}", "system:nodes"),
    # These two only ever see this lab: roles of their own would guard nothing.
    "kwok": ("transship:kwok", _MASTERS),
    "dns": ("transship:dns", _MASTERS),
}


def path(site: Site, name: str) -> Path:
    """A file among a site's certificates: `<pair>.crt`, `<pair>.key` or `<client>.kubeconfig`."""
    return site.folder / "certificates" / name


def ensure(site: Site) -> None:
    """Makes everything that is signed, unless it was made before; each file is readable by its owner only."""
    complete = path(site, "complete")
    if complete.exists():
        return
    cluster = Authority.create("transship cluster")
    for name, pair in {**_cluster_pairs(site, cluster), **_other_pairs(site)}.items():
        files.write_text(path(site, f"{name}.crt"), pair.public)
        files.write_text(path(site, f"{name}.key"), pair.private)
    for name, (user, group) in _CLIENTS.items():
        text = _kubeconfig(site, cluster, cluster.issue(user, group), name)
        files.write_text(path(site, f"{name}.kubeconfig"), text)
    administrator = cluster.issue("transship:administrator", _MASTERS)
    files.write_text(site.kubeconfig, _kubeconfig(site, cluster, administrator, f"transship-{site.lab}-{site.name}"))
    files.write_text(complete, "")


def _cluster_pairs(site: Site, cluster: Authority) -> Mapping[str, Pair]:
    names = ("localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc")
    addresses = dict.fromkeys(("127.0.0.1", site.address, str(site.block.kubernetes_service)))
    return {
        "cluster-authority": cluster.pair,
        "api-server": cluster.issue(
            "kube-apiserver", addresses=(*names, "kubernetes.default.svc.cluster.local", *addresses)
        ),
        "api-server-to-kubelet": cluster.issue("kube-apiserver-kubelet-client", _MASTERS),
        "kubelet": cluster.issue(f"system:node:{REAL_NODE}", addresses=(REAL_NODE, site.address)),
        "service-accounts": bare_pair(),
    }


def _other_pairs(site: Site) -> Mapping[str, Pair]:
    """Authorities of their own, so that no certificate of the cluster opens the store or speaks for another user."""
    store, front = Authority.create("transship etcd"), Authority.create("transship front proxy")
    return {
        "etcd-authority": store.pair,
        "etcd": store.issue("etcd", addresses=tuple(dict.fromkeys(("127.0.0.1", site.address)))),
        "api-server-to-etcd": store.issue("kube-apiserver"),
        "front-authority": front.pair,
        "api-server-to-extensions": front.issue("front-proxy-client"),
    }


def _kubeconfig(site: Site, authority: Authority, pair: Pair, name: str) -> str:
    server = {"server": site.api_server, "certificate-authority-data": _encoded(authority.pair.public)}
    user = {"client-certificate-data": _encoded(pair.public), "client-key-data": _encoded(pair.private)}
    return yaml.safe_dump(
        {
            "apiVersion": "v1",
            "kind": "Config",
            "clusters": [{"name": name, "cluster": server}],
            "users": [{"name": name, "user": user}],
            "contexts": [{"name": name, "context": {"cluster": name, "user": name}}],
            "current-context": name,
        }
    )


def _encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()
