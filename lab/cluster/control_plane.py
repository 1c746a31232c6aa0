"""The control plane of one cluster: etcd, API server, controller manager and scheduler, with real keys and roles."""

from collections.abc import Mapping
from pathlib import Path

from lab.cluster import asking, certificates, processes
from lab.cluster.journal import Journal
from lab.cluster.site import Site

_READY_SECONDS = 90


def start_api_server(journal: Journal, site: Site, tools: Mapping[str, Path]) -> None:
    """Starts etcd and the API server at once: the one waits for the other better than we could."""
    processes.ensure(journal, site, "etcd", [str(tools["etcd"]), *_etcd(site)])
    processes.ensure(journal, site, "kube-apiserver", [str(tools["kube-apiserver"]), *_api_server(site)])


def wait_for_api_server(journal: Journal, site: Site) -> None:
    """Waits until the API server answers, its built-in roles included."""
    processes.wait_until(lambda: answers(site), journal, site, "kube-apiserver", _READY_SECONDS)


def answers(site: Site) -> bool:
    """Whether the API server says that it is ready."""
    authority = certificates.path(site, "cluster-authority.crt")
    return authority.exists() and asking.is_well(f"{site.api_server}/readyz", authority)


def start_controllers(journal: Journal, site: Site, tools: Mapping[str, Path]) -> None:
    """Starts what gives up when it finds no API server."""
    processes.ensure(
        journal,
        site,
        "kube-controller-manager",
        [str(tools["kube-controller-manager"]), *_controller_manager(site)],
    )
    processes.ensure(journal, site, "kube-scheduler", [str(tools["kube-scheduler"]), *_scheduler(site)])


def _etcd(site: Site) -> list[str]:
    clients = f"https://127.0.0.1:{site.ports.etcd}"
    peers = f"https://127.0.0.1:{site.ports.etcd_peer}"
    authority = certificates.path(site, "etcd-authority.crt")
    certificate, key = certificates.path(site, "etcd.crt"), certificates.path(site, "etcd.key")
    return [
        f"--data-dir={site.folder / 'etcd'}",
        f"--listen-client-urls={clients}",
        f"--advertise-client-urls={clients}",
        f"--listen-peer-urls={peers}",
        f"--initial-advertise-peer-urls={peers}",
        f"--initial-cluster=default={peers}",
        "--client-cert-auth",
        f"--trusted-ca-file={authority}",
        f"--cert-file={certificate}",
        f"--key-file={key}",
        "--peer-client-cert-auth",
        f"--peer-trusted-ca-file={authority}",
        f"--peer-cert-file={certificate}",
        f"--peer-key-file={key}",
        # A lab survives the death of its processes, not of the machine.
        "--unsafe-no-fsync",
        "--log-level=warn",
    ]


def _api_server(site: Site) -> list[str]:
    def path(name: str) -> Path:
        return certificates.path(site, name)

    return [
        f"--etcd-servers=https://127.0.0.1:{site.ports.etcd}",
        f"--etcd-cafile={path('etcd-authority.crt')}",
        f"--etcd-certfile={path('api-server-to-etcd.crt')}",
        f"--etcd-keyfile={path('api-server-to-etcd.key')}",
        f"--bind-address={site.address}",
        f"--advertise-address={site.address}",
        f"--secure-port={site.ports.api_server}",
        f"--tls-cert-file={path('api-server.crt')}",
        f"--tls-private-key-file={path('api-server.key')}",
        f"--client-ca-file={path('cluster-authority.crt')}",
        "--authorization-mode=Node,RBAC",
        "--enable-admission-plugins=NodeRestriction",
        "--allow-privileged",
        f"--service-cluster-ip-range={site.block.services}",
        "--service-account-issuer=https://kubernetes.default.svc.cluster.local",
        f"--service-account-key-file={path('service-accounts.crt')}",
        f"--service-account-signing-key-file={path('service-accounts.key')}",
        f"--kubelet-certificate-authority={path('cluster-authority.crt')}",
        f"--kubelet-client-certificate={path('api-server-to-kubelet.crt')}",
        f"--kubelet-client-key={path('api-server-to-kubelet.key')}",
        # A node's name means nothing outside its cluster: logs and exec go to its address.
        "--kubelet-preferred-address-types=InternalIP",
        f"--requestheader-client-ca-file={path('front-authority.crt')}",
        "--requestheader-allowed-names=front-proxy-client",
        "--requestheader-username-headers=X-Remote-User",
        "--requestheader-group-headers=X-Remote-Group",
        "--requestheader-extra-headers-prefix=X-Remote-Extra-",
        f"--proxy-client-cert-file={path('api-server-to-extensions.crt')}",
        f"--proxy-client-key-file={path('api-server-to-extensions.key')}",
        "--enable-aggregator-routing",
        # On loopback the address is no good to pods, and an endpoint that is loopback is refused.
        *(() if site.isolated else ("--endpoint-reconciler-type=none",)),
    ]


def _controller_manager(site: Site) -> list[str]:
    authority = certificates.path(site, "cluster-authority.crt")
    return [
        f"--kubeconfig={certificates.path(site, 'controller-manager.kubeconfig')}",
        f"--service-account-private-key-file={certificates.path(site, 'service-accounts.key')}",
        f"--root-ca-file={authority}",
        f"--cluster-signing-cert-file={authority}",
        f"--cluster-signing-key-file={certificates.path(site, 'cluster-authority.key')}",
        "--use-service-account-credentials",
        "--leader-elect=false",
        "--secure-port=0",
    ]


def _scheduler(site: Site) -> list[str]:
    return [
        f"--kubeconfig={certificates.path(site, 'scheduler.kubeconfig')}",
        "--leader-elect=false",
        "--secure-port=0",
    ]
