"""Names that are legal everywhere, and the labels that mark what is ours. Pure."""

import hashlib
import re

LABEL_PREFIX = "transship.dev"
POOL_LABEL = f"{LABEL_PREFIX}/pool"
MODEL_LABEL = f"{LABEL_PREFIX}/model"
VARIANT_LABEL = f"{LABEL_PREFIX}/variant"
VERSION_LABEL = f"{LABEL_PREFIX}/version"
ENVIRONMENT_LABEL = f"{LABEL_PREFIX}/environment"

DNS_LABEL_LENGTH = 63
_DIGEST_LENGTH = 6
NAME_PATTERN = r"^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$"
"""What an environment may call a pool, model or variant: a DNS label of at most 40 characters.

The bound leaves room for the suffixes that builders add before the 63 characters of a DNS label (RFC 1035) run out.
"""


def joined(*parts: str, most: int = DNS_LABEL_LENGTH) -> str:
    """Joins parts with dashes; a result longer than `most` characters is cut and ends in a digest of the whole.

    Cutting alone would let two long names collide; the digest keeps them apart, the same every time.
    """
    whole = "-".join(part for part in parts if part)
    if len(whole) <= most:
        return whole
    digest = hashlib.sha256(whole.encode()).hexdigest()[:_DIGEST_LENGTH]
    return f"{whole[: most - _DIGEST_LENGTH - 1].rstrip('-')}-{digest}"


def label_value(text: str) -> str:
    """Makes any text a legal Kubernetes label value: at most 63 of [A-Za-z0-9._-], alphanumeric at both ends."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", text)[:DNS_LABEL_LENGTH].strip("-._")


def managed(environment: str) -> dict[str, str]:
    """The labels that every object of an environment carries."""
    return {"app.kubernetes.io/managed-by": "transship", ENVIRONMENT_LABEL: environment}
