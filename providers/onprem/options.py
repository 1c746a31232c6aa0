"""The settings that only the owner's own Kubernetes knows: the schema of `options` in an `onprem` stack file.

Secrets never stand here: `SECRET_NAMES` lists them, and `pulumi config set --secret` keeps them. Rules that need the
environment as well live in `checks.py`.
"""

from dataclasses import dataclass, field
from typing import Annotated

from annotated_types import Ge, Le
from pydantic import JsonValue, StringConstraints

from components.specs import Name
from providers.incluster.monitoring.options import RECEIVER_SECRETS, MonitoringOptions
from providers.incluster.options import Addons, ImageOptions
from providers.onprem.machines import Machine, PoolOptions
from providers.onprem.rates import Rates

KUBECONFIG = "kubeconfig"
OBJECTS_ACCESS_KEY_ID = "objects_access_key_id"
OBJECTS_SECRET_ACCESS_KEY = "objects_secret_access_key"  # noqa: S105 - the name of a secret
IMAGES_USERNAME = "images_username"
IMAGES_PASSWORD = "images_password"  # noqa: S105 - the name of a secret
IMAGES_HTPASSWD = "images_htpasswd"
SECRET_NAMES = frozenset(
    {
        KUBECONFIG,
        OBJECTS_ACCESS_KEY_ID,
        OBJECTS_SECRET_ACCESS_KEY,
        IMAGES_USERNAME,
        IMAGES_PASSWORD,
        IMAGES_HTPASSWD,
        *RECEIVER_SECRETS.values(),
    }
)

OBJECTS_IMAGE = "docker.io/versity/versitygw:v1.8.0"
"""The S3 server that is installed where there is none. Source: https://github.com/versity/versitygw/releases"""

IMAGES_IMAGE = "docker.io/library/registry:3.1.0"
"""The OCI registry that is installed where there is none. Source: https://hub.docker.com/_/registry"""

AbsolutePath = Annotated[str, StringConstraints(pattern=r"^(/|~/)")]
HttpUrl = Annotated[str, StringConstraints(pattern=r"^https?://[^/\s]+$")]
BucketUrl = Annotated[str, StringConstraints(pattern=r"^s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/\S*)?$")]
ImagePrefix = Annotated[str, StringConstraints(pattern=r"^[^\s/:@]+(:\d+)?(/[a-z0-9._/-]*[a-z0-9])?$")]


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectsOptions:
    """An S3 API that is there already; its keys are secrets: `objects_access_key_id`, `objects_secret_access_key`."""

    url: BucketUrl
    """The bucket, and a prefix in it if there is one: `s3://models/prod`. The bucket must exist."""
    endpoint: HttpUrl
    """The API's address as pods reach it, without a path: `https://objects.example.com`."""
    region: str = "us-east-1"
    """The region that requests are signed for; most servers accept any."""
    path_style: bool = True
    """Whether the bucket is the first step of the path rather than a part of the host name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InstallObjectsOptions:
    """An S3 API that is installed in the cluster, for owners who have none; its keys are the same two secrets."""

    storage_gib: Annotated[int, Ge(1)]
    """Size of its volume, in GiB; the file system must keep extended attributes."""
    storage_class: str | None = None
    """The volume's storage class; the stack's, or else the cluster's default, when left out."""
    image: str = OBJECTS_IMAGE
    """The image of the S3 server; its entrypoint hands its arguments to versitygw."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InstallImagesOptions:
    """An OCI registry that is installed in the cluster, for owners who have none."""

    storage_gib: Annotated[int, Ge(1)]
    """Size of its volume, in GiB."""
    node_port: Annotated[int, Ge(30000), Le(32767)]
    """The port by which each node reaches it, on its own loopback address."""
    storage_class: str | None = None
    """The volume's storage class; the stack's, or else the cluster's default, when left out."""
    image: str = IMAGES_IMAGE
    """The image of the registry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistryOptions:
    """Where models and images are kept: each used where it is, or installed."""

    objects: ObjectsOptions | None = None
    """The S3 API to use."""
    install_objects: InstallObjectsOptions | None = None
    """The S3 API to install."""
    images: ImagePrefix | None = None
    """The prefix of image references in any OCI registry: `registry.example.com/ml`."""
    install_images: InstallImagesOptions | None = None
    """The OCI registry to install."""
    login: bool = False
    """Whether nodes log in to `images`, with the secrets `images_username` and `images_password`."""

    def __post_init__(self) -> None:
        """Refuses two stores of a kind, and none."""
        if (self.objects is None) == (self.install_objects is None):
            message = "set exactly one of objects, install_objects"
            raise ValueError(message)
        if (self.images is None) == (self.install_images is None):
            message = "set exactly one of images, install_images"
            raise ValueError(message)

    @property
    def prefix(self) -> str:
        """The prefix of image references, as nodes write it."""
        return f"localhost:{self.install_images.node_port}" if self.install_images else self.images or ""

    @property
    def secret_names(self) -> tuple[str, ...]:
        """The secrets that the registry needs."""
        login = (IMAGES_USERNAME, IMAGES_PASSWORD) if self.needs_login else ()
        server = (IMAGES_HTPASSWD,) if self.install_images else ()
        return (OBJECTS_ACCESS_KEY_ID, OBJECTS_SECRET_ACCESS_KEY, *login, *server)

    @property
    def needs_login(self) -> bool:
        """Whether nodes log in to pull images; to one that is installed, always."""
        return self.login or self.install_images is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class OnPremOptions:
    """Settings of an environment on Kubernetes that is there already."""

    registry: RegistryOptions
    """Where models and images are kept."""
    pools: dict[Name, PoolOptions]
    """Which nodes each of the environment's pools is made of."""
    images: ImageOptions
    """Where the images of model pods come from."""
    kubeconfig_path: AbsolutePath | None = None
    """The kubeconfig file on the machine that deploys; without it, the secret `kubeconfig` is used."""
    context: str | None = None
    """The context in the kubeconfig; its current one when left out."""
    addons: Addons = field(default_factory=Addons)
    """What runs beside the models, and whether it is installed or there already."""
    monitoring: MonitoringOptions = field(default_factory=MonitoringOptions)
    """The monitoring there is, and who is told; the receivers' URLs are the secrets `alerts_page`, `alerts_ticket`."""
    machines: dict[Name, Machine] = field(default_factory=dict[Name, Machine])
    """The machine types that the owner has."""
    rates: Rates | None = None
    """What they cost; estimates name what is unknown when left out."""
    storage_class: str | None = None
    """The storage class of everything that keeps data; the cluster's default when left out."""
    arguments: dict[str, dict[str, JsonValue]] = field(default_factory=dict[str, dict[str, JsonValue]])
    """Raw inputs by resource name, as `transship plan` shows it, merged over ours; null removes. The way out."""
