"""Names of services for pods: CoreDNS as a process beside the node, behind the service that every cluster has."""

from collections.abc import Mapping
from pathlib import Path

from lab.cluster import asking, certificates, processes
from lab.cluster.journal import Journal
from lab.cluster.kubectl import Kubectl, Manifest
from lab.cluster.site import Site
from lab.engine import files

_NAME = "kube-dns"
_NAMESPACE = "kube-system"
_PORT = 53
_READY_PORT = 8181
_READY_SECONDS = 30

# Nothing is forwarded: there is no way out of a lab, so there are no other names.
_CONFIG = """\
cluster.local:{port} in-addr.arpa:{port} {{
  bind {address}
  errors
  ready {address}:{ready_port}
  kubernetes cluster.local in-addr.arpa {{
    kubeconfig {kubeconfig}
    pods insecure
    ttl 5
  }}
}}
.:{port} {{
  bind {address}
  template ANY ANY {{
    rcode NXDOMAIN
  }}
}}
"""


def start(journal: Journal, site: Site, tools: Mapping[str, Path], kubectl: Kubectl) -> None:
    """Starts CoreDNS, makes its service, and waits until it knows the cluster's services."""
    config = site.folder / "Corefile"
    text = _CONFIG.format(
        port=_PORT,
        address=site.address,
        ready_port=_READY_PORT,
        kubeconfig=certificates.path(site, "dns.kubeconfig"),
    )
    files.write_text(config, text)
    processes.ensure(journal, site, "coredns", [str(tools["coredns"]), f"-conf={config}"])
    kubectl.apply(_manifests(site))
    ready = f"http://{site.address}:{_READY_PORT}/ready"
    processes.wait_until(lambda: asking.is_well(ready), journal, site, "coredns", _READY_SECONDS)


def _manifests(site: Site) -> list[Manifest]:
    ports = [{"name": name, "port": _PORT, "protocol": name.upper()} for name in ("udp", "tcp")]
    metadata = {"name": _NAME, "namespace": _NAMESPACE}
    service: Manifest = {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {**metadata, "labels": {"k8s-app": _NAME}},
        "spec": {"clusterIP": str(site.block.dns_service), "ports": ports},
    }
    endpoints: Manifest = {
        "apiVersion": "discovery.k8s.io/v1",
        "kind": "EndpointSlice",
        "metadata": {**metadata, "labels": {"kubernetes.io/service-name": _NAME}},
        "addressType": "IPv4",
        "endpoints": [{"addresses": [site.address], "conditions": {"ready": True}}],
        "ports": ports,
    }
    return [service, endpoints]
