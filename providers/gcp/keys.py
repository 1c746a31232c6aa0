"""Keys of the environment, and which of Google's services may encrypt with them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import pulumi
from pulumi_gcp.kms import CryptoKey, CryptoKeyIAMMember, KeyRing

from components.results import Native
from providers.gcp.access import Access

RING = "keys"
ROTATION_PERIOD = "7776000s"
"""90 days, in seconds as the API spells them."""


class Purpose(StrEnum):
    """What a key encrypts; the value is the domain of the service that does it for us.

    Source: https://cloud.google.com/iam/docs/service-agents, 2026-11-21.
    """

    SECRETS = "container-engine-robot"
    """Secrets of the Kubernetes API, before GKE writes them down."""
    DISKS = "compute-system"
    """Boot disks of nodes."""
    OBJECTS = "gs-project-accounts"
    """Model versions."""
    IMAGES = "gcp-sa-artifactregistry"
    """Container images."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeysResult:
    """Keys by purpose.

    Attributes:
        grants: what allows a service to use them: created before whatever it encrypts.
    """

    ids: Mapping[Purpose, pulumi.Output[str]]
    grants: tuple[pulumi.Resource, ...]
    native: Native


def build_keys(
    parent: pulumi.Resource, name: str, location: str, purposes: Sequence[Purpose], access: Access
) -> KeysResult:
    """Creates a key ring in one place, and a key in it for each purpose; nothing for no purpose.

    A key ring can never be deleted, nor its name be used again: the engine names it, and an `up` after a `destroy`
    gets another. Source: https://cloud.google.com/kms/docs/destroy-restore, 2026-11-21.
    """
    if not purposes:
        return KeysResult(ids={}, grants=(), native={})
    child = pulumi.ResourceOptions(parent=parent)
    ring = KeyRing(f"{name}-{RING}", location=location, opts=child)
    keys = {purpose: _key(name, ring, purpose, child) for purpose in purposes}
    grants = {purpose: _grant(name, key, purpose, access, child) for purpose, key in keys.items()}
    native: dict[str, pulumi.Resource] = {RING: ring}
    native |= {key_role(purpose): key for purpose, key in keys.items()}
    native |= {f"{key_role(purpose)}-user": grant for purpose, grant in grants.items()}
    return KeysResult(
        ids={purpose: key.id for purpose, key in keys.items()}, grants=tuple(grants.values()), native=native
    )


def key_role(purpose: Purpose) -> str:
    """What the key of a purpose is called among the resources of its component."""
    return f"{_role(purpose)}-key"


def _role(purpose: Purpose) -> str:
    return purpose.name.lower()


def _key(name: str, ring: KeyRing, purpose: Purpose, child: pulumi.ResourceOptions) -> CryptoKey:
    return CryptoKey(
        f"{name}-{key_role(purpose)}",
        name=_role(purpose),
        key_ring=ring.id,
        purpose="ENCRYPT_DECRYPT",
        rotation_period=ROTATION_PERIOD,
        opts=child,
    )


def _grant(
    name: str, key: CryptoKey, purpose: Purpose, access: Access, child: pulumi.ResourceOptions
) -> CryptoKeyIAMMember:
    return CryptoKeyIAMMember(
        f"{name}-{key_role(purpose)}-user",
        crypto_key_id=key.id,
        role="roles/cloudkms.cryptoKeyEncrypterDecrypter",
        member=access.agent(purpose.value),
        opts=child,
    )
