"""Where things lie in a registry, relative to its URL (docs/adr/0003-registry-layout.md). Pure.

models/<name>/<version>/manifest.json           written last, only if absent: the version exists from then on
models/<name>/<version>/files-<push>/<path>     the files, under their own names
aliases/<name>/<alias>/<number>.json            one object per promotion, each written only if absent
"""

from transship.models.reference import VersionReference

MODELS = "models"
ALIASES = "aliases"
CONTENT_PREFIX = "files-"
CONTENT_PATTERN = rf"^{CONTENT_PREFIX}[0-9a-f]{{12}}$"
_NUMBER_DIGITS = 6


def version_folder(reference: VersionReference) -> str:
    """Everything of a version, finished or not."""
    return f"{MODELS}/{reference.name}/{reference.version}"


def manifest_key(reference: VersionReference) -> str:
    """The slot that decides whether the version exists; whoever holds it may tidy the rest of the folder."""
    return f"{version_folder(reference)}/manifest.json"


def content_folder(reference: VersionReference, content: str) -> str:
    """The files of one push; `content` comes from the manifest."""
    return f"{version_folder(reference)}/{content}"


def alias_folder(name: str, alias: str) -> str:
    """The promotions of one alias."""
    return f"{ALIASES}/{name}/{alias}"


def promotion_key(name: str, alias: str, number: int) -> str:
    """The slot of one promotion; numbers count from 1 and sort as text."""
    return f"{alias_folder(name, alias)}/{number:0{_NUMBER_DIGITS}}.json"
