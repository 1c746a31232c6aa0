"""Makes a local folder a version: sends its files, then writes the manifest that makes them one.

Nothing of a push is visible before its manifest is there, and of many pushers of one version exactly one gets to write
it. A push that was killed goes on where it stopped.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from components.errors import InvalidInputError, OperationError, Problem
from transship.models import layout
from transship.models.commit import commit, keys_of
from transship.models.details import check_details, detail_problems
from transship.models.journal import Journal, Receipt, journal_of
from transship.models.leftovers import sweep
from transship.models.local_folder import differences
from transship.models.manifest import Details, Manifest, ModelFile
from transship.models.progress import Watcher
from transship.models.reference import VersionReference
from transship.models.registry import Registry
from transship.models.source import LocalFile, collect
from transship.models.upload import send

_MOST_SHOWN = 10
"""Differences that are listed when a version exists and is not the same."""


@dataclass(frozen=True, slots=True)
class Origin:
    """When a version is pushed, and by which tool: part of its lineage, and no part of what makes two pushes equal."""

    created_at: str
    tool: str


@dataclass(frozen=True, slots=True)
class Pushed:
    """What a push did: the version, and how many files and bytes had to be sent."""

    manifest: Manifest
    sent_files: int
    sent_bytes: int


def push(
    registry: Registry, source: Path, reference: VersionReference, details: Details, origin: Origin, watcher: Watcher
) -> Pushed:
    """Pushes a folder or a file as a version. Pushing the same again changes nothing.

    Raises:
        InvalidInputError: something about source or details cannot be pushed, or the version exists and is different.
        OperationError: the registry failed, or another push or removal of this version came first.
    """
    files = collect(source)
    check_details(registry, reference, details)
    if existing := registry.find(reference):
        _refuse_unless_same(existing, source, files, details, watcher)
        _finish_tidying(registry, existing, source, watcher)
        return Pushed(existing, sent_files=0, sent_bytes=0)
    registry.refuse_if_removing(reference)
    with journal_of(registry.label, reference, source) as journal:
        kept = _already_sent(registry, reference, journal, source, watcher)
        sent = _send(registry, reference, journal, [file for file in files if file.path not in kept], watcher)
        arrived = kept | {file.path: file for file in sent}
        stored = tuple(arrived[file.path] for file in files)
        manifest = Manifest(reference, details, origin.created_at, origin.tool, journal.content, stored)
        won = commit(registry, manifest, watcher, interrupted_before=journal.resumed)
    if not won:
        raise OperationError.because(
            registry.label,
            f"another push of {reference} came first; nothing of this one is left",
            hint=f"transship models show {reference} says what is there now",
        )
    return Pushed(manifest, len(sent), sum(file.size_bytes for file in sent))


def _already_sent(
    registry: Registry, reference: VersionReference, journal: Journal, source: Path, watcher: Watcher
) -> dict[str, ModelFile]:
    """What an earlier, interrupted push sent and nobody has changed since, there or here, by path."""
    if not journal.receipts:
        return {}
    content = layout.content_folder(reference, journal.content)
    stored = {(one.key, one.size_bytes, one.tag) for one in registry.bucket.objects(content)}
    intact = [
        receipt.file
        for path, receipt in journal.receipts.items()
        if receipt.tag and (f"{content}/{path}", receipt.file.size_bytes, receipt.tag) in stored
    ]
    changed = {problem.where for problem in differences(_root(source), intact, watcher)}
    return {file.path: file for file in intact if file.path not in changed}


def _send(
    registry: Registry, reference: VersionReference, journal: Journal, files: Sequence[LocalFile], watcher: Watcher
) -> list[ModelFile]:
    sent: list[ModelFile] = []
    if not files:
        return sent

    def arrived(receipt: Receipt) -> None:
        journal.note(receipt)
        sent.append(receipt.file)

    watcher.begin("sending", len(files), sum(file.size_bytes for file in files))
    send(registry.bucket, layout.content_folder(reference, journal.content), files, arrived, watcher)
    return sent


def _finish_tidying(registry: Registry, existing: Manifest, source: Path, watcher: Watcher) -> None:
    """Does what is left of a push that was killed after it had made the version."""
    with journal_of(registry.label, existing.reference, source) as journal:
        if journal.resumed:
            sweep(registry, existing.reference, keys_of(existing), watcher)


def _refuse_unless_same(
    existing: Manifest, source: Path, files: Sequence[LocalFile], details: Details, watcher: Watcher
) -> None:
    """A version that exists may be pushed again only as it is."""
    known = {file.path for file in existing.files}
    problems = [
        *differences(_root(source), existing.files, watcher),
        *(Problem(file.path, "is not in the version") for file in files if file.path not in known),
        *detail_problems(existing.details, details),
    ]
    if problems:
        shown, hidden = problems[:_MOST_SHOWN], len(problems) - _MOST_SHOWN
        summary = f"{hidden} more differences; nothing was changed" if hidden > 0 else "nothing was changed"
        shown.append(Problem("", summary, hint="push it as a new version"))
        raise InvalidInputError(f"{existing.reference} exists, is immutable, and {source} is not the same", shown)


def _root(source: Path) -> Path:
    return source if source.is_dir() else source.parent
