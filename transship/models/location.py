"""Opens a registry from its URL; credentials and endpoints come from the environment, never from the URL."""

import os
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, unquote, urlsplit

from obstore.exceptions import BaseError
from obstore.store import AzureStore, GCSStore, LocalStore, ObjectStore, S3Store

from components.errors import InvalidInputError, MissingExtraError, NotFoundError, nearest
from transship.models.bucket import Bucket
from transship.models.registry import Registry
from transship.models.store_errors import explained

if TYPE_CHECKING:
    from obstore.store import ClientConfig, RetryConfig

REGISTRY_VARIABLE = "TRANSSHIP_REGISTRY"
SCHEMES = ("s3", "gs", "az", "file")
EXAMPLES = "s3://bucket/prefix, gs://bucket/prefix, az://container/prefix or file:///folder"

_ENDPOINT_VARIABLES = {
    "s3": ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "AWS_ENDPOINT"),
    "gs": ("GOOGLE_BASE_URL",),
    "az": ("AZURE_STORAGE_ENDPOINT", "AZURE_ENDPOINT"),
}
"""Where obstore finds the address of a server that is not the cloud's own."""

_REQUEST_TIMEOUT = "2m"
"""For one part of 8 MiB: enough at 70 KiB/s, short enough to notice a connection that hangs."""

_RETRY: "RetryConfig" = {"max_retries": 6}
"""With obstore's backoff that is about 6 s of trying: a server that restarts is waited for, a wrong address is not."""


def open_registry(url: str, *, create: bool = False) -> Registry:
    """Opens the registry at a URL; no request is made yet.

    Args:
        url: one of `EXAMPLES`. S3-compatible servers are named by AWS_ENDPOINT_URL.
        create: make the folder of a `file://` registry when it is not there yet.

    Raises:
        InvalidInputError: the URL is none of a registry.
        NotFoundError: the folder of a `file://` registry is not there.
    """
    parts = _checked(url)
    label = f"{parts.scheme}://{parts.hostname or ''}{parts.path}".rstrip("/")
    try:
        store = _folder(parts, label, create=create) if parts.scheme == "file" else _remote(parts)
    except BaseError as error:
        raise explained(error, label) from error
    return Registry(Bucket(store, label))


def _checked(url: str) -> SplitResult:
    """The parts of a registry URL. Its userinfo and query are never repeated: they may hold secrets."""
    parts = urlsplit(url)
    shown = f"{parts.scheme}://{parts.hostname or ''}{parts.path}"
    title = f'registry "{shown if parts.scheme else url}"'
    if parts.scheme in {"http", "https"}:
        raise InvalidInputError.because(
            title,
            f"expected {EXAMPLES}, found a web address",
            hint=f"for an S3 server: AWS_ENDPOINT_URL={parts.scheme}://{parts.netloc.rpartition('@')[2]} and s3://bucket",
        )
    if parts.scheme not in SCHEMES:
        hint = nearest(parts.scheme, SCHEMES) if parts.scheme else f"file://{Path(url).absolute()}"
        raise InvalidInputError.because(title, f"expected {EXAMPLES}", hint=hint)
    if parts.username or parts.query:
        raise InvalidInputError.because(
            title,
            "holds credentials or options, which a URL would spread into logs",
            hint="give credentials in the environment, for example AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
        )
    if (parts.scheme == "file") == bool(parts.hostname) or not (parts.hostname or parts.path.strip("/")):
        raise InvalidInputError.because(title, f"expected {EXAMPLES}")
    return parts


def _folder(parts: SplitResult, label: str, *, create: bool) -> ObjectStore:
    folder = Path(unquote(parts.path))
    if not create and not folder.is_dir():
        raise NotFoundError.because(label, "there is no such folder", hint="the first push makes it")
    return LocalStore(folder, mkdir=create, automatic_cleanup=True)


def _remote(parts: SplitResult) -> ObjectStore:
    bucket, prefix = parts.netloc, unquote(parts.path).strip("/") or None
    options: ClientConfig = {"timeout": _REQUEST_TIMEOUT, "allow_http": _is_plain(_ENDPOINT_VARIABLES[parts.scheme])}
    if parts.scheme == "gs":
        return GCSStore(bucket, prefix=prefix, client_options=options, retry_config=_RETRY)
    if parts.scheme == "az":
        return AzureStore(bucket, prefix=prefix, client_options=options, retry_config=_RETRY)
    if "AWS_PROFILE" in os.environ and "AWS_ACCESS_KEY_ID" not in os.environ:
        return _s3_with_profile(bucket, prefix, options)
    return S3Store(bucket, prefix=prefix, client_options=options, retry_config=_RETRY)


def _s3_with_profile(bucket: str, prefix: str | None, options: "ClientConfig") -> ObjectStore:
    """Profiles and single sign-on live in files that only AWS's own library reads."""
    try:
        from obstore.auth.boto3 import Boto3CredentialProvider  # noqa: PLC0415
    except ImportError as error:
        raise MissingExtraError.because(
            "AWS_PROFILE", "reading profiles needs boto3", hint="pip install 'transship[s3]', or set AWS_ACCESS_KEY_ID"
        ) from error
    provider = Boto3CredentialProvider()
    return S3Store(bucket, prefix=prefix, client_options=options, retry_config=_RETRY, credential_provider=provider)


def _is_plain(variables: tuple[str, ...]) -> bool:
    """Whether somebody asked for an endpoint without TLS: only then is it allowed."""
    return any(os.environ.get(variable, "").startswith("http://") for variable in variables)
