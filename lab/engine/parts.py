"""The table of parts: everything the engine and the lab are made of, with the version and the ways to get it.

To raise a version, change it here and in the recipe's go.mod, let Go complete go.mod and go.sum as docs/engine.md says,
and commit the three files together.

Checksums are the vendors' own, fetched from beside each download: they prove that the bytes arrived as published, not
that the vendor is honest. What is built from source is held to the go.sum committed here.
"""

from collections.abc import Iterable, Mapping

from components.errors import NotFoundError, Problem, nearest
from lab.engine.cloud_providers import CLOUD_PROVIDERS
from lab.engine.part import Build, Manifests, ModuleFiles, Part, Probe, Program, Release, VersionRange

_PULUMI_TAGS = ("osusergo", "grpcnotrace")
_PULUMI_VERSION = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version"
_PULUMI_RELEASE = "3.272.0"
_PROVIDER_MODULE = "github.com/pulumi/pulumi-kubernetes/provider/v4"
_KUBERNETES = "1.36.2"


def _on_github(repository: str, version: str, asset: str, checksum: str, members: tuple[str, ...] = ()) -> Release:
    """A release of a GitHub repository whose checksums are one of its assets."""
    folder = f"https://github.com/{repository}/releases/download/v{{version}}"
    return Release(f"{folder}/{asset}", f"{folder}/{checksum}", version, members)


def _digest_on_github(repository: str, version: str, asset: str, members: tuple[str, ...] = ()) -> Release:
    """A release without a list of checksums: GitHub itself gives the digest of each asset."""
    return Release(
        url=f"https://github.com/{repository}/releases/download/v{{version}}/{asset}",
        checksum=f"https://api.github.com/repos/{repository}/releases/tags/v{{version}}",
        version=version,
        members=members,
    )


def _kubernetes(name: str, purpose: str, *, seconds: int, probe: Probe | None = None) -> Program:
    """A program of Kubernetes itself: one recipe, one version, and servers released for Linux only."""
    client = name == "kubectl"
    folder = "https://dl.k8s.io/v{version}/bin/{os}/{arch}"
    return Program(
        name=name,
        purpose=purpose,
        version=_KUBERNETES,
        probe=probe or Probe(("--version",)),
        accepts=VersionRange((1, 36, 0), (1, 37, 0)),
        release=Release(
            url=f"{folder}/{name}",
            checksum=f"{folder}/{name}.sha256",
            version=_KUBERNETES,
            systems=("linux", "darwin") if client else ("linux",),
        ),
        build=Build(
            recipe="kubernetes",
            package=f"k8s.io/kubernetes/cmd/{name}",
            seconds=seconds,
            stamps=(
                ("k8s.io/component-base/version.gitVersion", f"v{_KUBERNETES}"),
                ("k8s.io/component-base/version.gitMajor", "1"),
                ("k8s.io/component-base/version.gitMinor", "36"),
            ),
        ),
    )


_PULUMI_ARCHIVE = "pulumi-v{version}-{os}-{node}.tar.gz"
_PULUMI_CHECKSUMS = "pulumi-{version}-checksums.txt"

_PARTS: tuple[Part, ...] = (
    Program(
        name="coredns",
        purpose="names of services, for pods on a real node",
        version="1.15.0",
        probe=Probe(("-version",)),
        accepts=VersionRange((1, 11, 0), (2, 0, 0)),
        release=_on_github(
            "coredns/coredns",
            "1.15.0",
            "coredns_{version}_{os}_{arch}.tgz",
            "coredns_{version}_{os}_{arch}.tgz.sha256",
            ("coredns",),
        ),
        build=Build("coredns", "github.com/coredns/coredns", seconds=130),
    ),
    Manifests(
        name="envoy-gateway-crds",
        purpose="the objects that tune Envoy Gateway",
        source=ModuleFiles(
            "manifests",
            "github.com/envoyproxy/gateway",
            "v1.9.1",
            ("charts/gateway-helm/charts/crds/crds/generated",),
        ),
    ),
    Program(
        name="etcd",
        purpose="where the API server keeps its objects",
        version="3.6.14",
        probe=Probe(("--version",)),
        accepts=VersionRange((3, 6, 0), (3, 7, 0)),
        release=_on_github(
            "etcd-io/etcd",
            "3.6.14",
            "etcd-v{version}-{os}-{arch}.tar.gz",
            "SHA256SUMS",
            ("etcd-v{version}-{os}-{arch}/etcd",),
        ),
        build=Build("etcd", "go.etcd.io/etcd/server/v3", seconds=45),
    ),
    Program(
        name="fake-gcs-server",
        purpose="a Cloud Storage server, for tests",
        version="1.56.1",
        build=Build("fake-gcs-server", "github.com/fsouza/fake-gcs-server", seconds=60),
        demo=False,
    ),
    Manifests(
        name="gateway-api-crds",
        purpose="routes and gateways, the standard channel",
        source=ModuleFiles("manifests", "sigs.k8s.io/gateway-api", "v1.6.3", ("config/crd/standard",)),
    ),
    Manifests(
        name="keda-crds",
        purpose="scaling on requests and queues",
        source=ModuleFiles("manifests", "github.com/kedacore/keda/v2", "v2.21.0", ("config/crd/bases",)),
    ),
    _kubernetes("kube-apiserver", "the control plane's front door", seconds=220),
    _kubernetes("kube-controller-manager", "the control plane's loops", seconds=60),
    _kubernetes("kube-proxy", "addresses of services, on a real node", seconds=15),
    _kubernetes("kube-scheduler", "puts pods on nodes", seconds=20),
    _kubernetes("kubectl", "asks and changes a cluster by hand", seconds=40, probe=Probe(("version", "--client"))),
    _kubernetes("kubelet", "runs pods on a real node", seconds=40),
    Program(
        name="kwok",
        purpose="nodes that only pretend to run pods",
        version="0.8.0",
        probe=Probe(("--version",)),
        accepts=VersionRange((0, 8, 0), (0, 9, 0)),
        release=_digest_on_github("kubernetes-sigs/kwok", "0.8.0", "kwok-{os}-{arch}"),
        build=Build(
            "kwok",
            "sigs.k8s.io/kwok/cmd/kwok",
            seconds=70,
            stamps=(("sigs.k8s.io/kwok/pkg/consts.Version", "v0.8.0"),),
        ),
    ),
    Manifests(
        name="kwok-stages",
        purpose="what pretended nodes, pods and volumes do, and when",
        source=ModuleFiles(
            "kwok",
            "sigs.k8s.io/kwok",
            "v0.8.0",
            (
                "kustomize/stage/node/fast",
                "kustomize/stage/node/heartbeat-with-lease",
                "kustomize/stage/pod/fast",
            ),
        ),
    ),
    Manifests(
        name="prometheus-operator-crds",
        purpose="scrape targets, alert rules and alert routes",
        source=ModuleFiles(
            "manifests",
            "github.com/prometheus-operator/prometheus-operator",
            "v0.85.0",
            ("example/prometheus-operator-crd",),
        ),
    ),
    Program(
        name="promtool",
        purpose="evaluates monitoring's rules as Prometheus does",
        version="3.15.0",
        probe=Probe(("--version",)),
        accepts=VersionRange((3, 0, 0), (4, 0, 0)),
        release=_on_github(
            "prometheus/prometheus",
            "3.15.0",
            "prometheus-{version}.{os}-{arch}.tar.gz",
            "sha256sums.txt",
            ("prometheus-{version}.{os}-{arch}/promtool",),
        ),
        build=Build(
            "promtool",
            "github.com/prometheus/prometheus/cmd/promtool",
            seconds=150,
            tags=("remove_all_sd",),
            stamps=(("github.com/prometheus/common/version.Version", "v3.15.0"),),
        ),
        demo=False,
    ),
    Program(
        name="pulumi",
        purpose="the engine itself",
        version="3.259.0",
        probe=Probe(("version",)),
        accepts=VersionRange((3, 259, 0), (4, 0, 0)),
        release=_on_github("pulumi/pulumi", _PULUMI_RELEASE, _PULUMI_ARCHIVE, _PULUMI_CHECKSUMS, ("pulumi/pulumi",)),
        build=Build(
            "pulumi",
            "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
            seconds=230,
            tags=_PULUMI_TAGS,
            stamps=((_PULUMI_VERSION, "v3.259.0"),),
        ),
    ),
    Program(
        name="pulumi-language-python",
        purpose="runs Python programs and policy packs for the engine",
        version="3.190.0",
        probe=Probe(("version",), program="pulumi"),
        accepts=VersionRange((3, 190, 0), (4, 0, 0)),
        release=_on_github(
            "pulumi/pulumi",
            _PULUMI_RELEASE,
            _PULUMI_ARCHIVE,
            _PULUMI_CHECKSUMS,
            (
                "pulumi/pulumi-language-python",
                "pulumi/pulumi-language-python-exec",
                "pulumi/pulumi-resource-pulumi-python",
            ),
        ),
        build=Build(
            "language-python",
            "github.com/pulumi/pulumi/sdk/python/cmd/pulumi-language-python/v3",
            seconds=60,
            tags=_PULUMI_TAGS,
            stamps=((_PULUMI_VERSION, "v3.190.0"),),
        ),
        companions=(
            ModuleFiles(
                "language-python",
                "github.com/pulumi/pulumi/sdk/v3",
                "v3.190.0",
                ("python/cmd/pulumi-language-python-exec", "python/dist/pulumi-resource-pulumi-python"),
            ),
        ),
    ),
    Program(
        name="pulumi-resource-kubernetes",
        purpose="the engine's provider for Kubernetes",
        version="4.34.2",
        release=_digest_on_github(
            "pulumi/pulumi-kubernetes",
            "4.34.2",
            "pulumi-resource-kubernetes-v{version}-{os}-{arch}.tar.gz",
            ("pulumi-resource-kubernetes",),
        ),
        build=Build("kubernetes-provider", ".", seconds=470, stamps=(("main.version", "4.34.2"),)),
        companions=(
            ModuleFiles(
                "kubernetes-provider",
                _PROVIDER_MODULE,
                "v4.0.0-20260421181658-ec3b5cbc2087",
                ("cmd/pulumi-resource-kubernetes/schema.json",),
            ),
        ),
    ),
    Program(
        name="rclone",
        purpose="what `make bench` compares copies with",
        version="1.76.0",
        probe=Probe(("version",)),
        accepts=VersionRange((1, 70, 0), (2, 0, 0)),
        release=Release(
            url="https://downloads.rclone.org/v{version}/rclone-v{version}-{os}-{arch}.zip",
            checksum="https://downloads.rclone.org/v{version}/SHA256SUMS",
            version="1.76.0",
            members=("rclone-v{version}-{os}-{arch}/rclone",),
            systems=("linux",),
        ),
        build=Build("rclone", "github.com/rclone/rclone", seconds=120),
        demo=False,
    ),
    Program(
        name="versitygw",
        purpose="an S3 server over a folder",
        version="1.8.0",
        probe=Probe(("--version",)),
        accepts=VersionRange((1, 8, 0), (2, 0, 0)),
        release=_on_github(
            "versity/versitygw",
            "1.8.0",
            "versitygw_v{version}_{Os}_{uname}.tar.gz",
            "checksums.txt",
            ("versitygw_v{version}_{Os}_{uname}/versitygw",),
        ),
        build=Build(
            "versitygw",
            "github.com/versity/versitygw/cmd/versitygw",
            seconds=50,
            stamps=(("main.Version", "v1.8.0"),),
        ),
    ),
)

PARTS: Mapping[str, Part] = {
    part.name: part for part in sorted((*_PARTS, *CLOUD_PROVIDERS), key=lambda part: part.name)
}
"""Every part by name, sorted."""


def named(names: Iterable[str]) -> list[Part]:
    """The parts of these names, each once, in the order of the table.

    Raises:
        NotFoundError: some of the names are not in the table; all of them are reported.
    """
    wanted = set(names)
    if unknown := sorted(wanted - PARTS.keys()):
        raise NotFoundError(
            "parts of the engine",
            [Problem(name, "is not a part", hint=nearest(name, PARTS)) for name in unknown],
        )
    return [part for name, part in PARTS.items() if name in wanted]
