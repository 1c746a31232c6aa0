"""`transship models`: push, list, show, pull, verify, promote and remove versions of models.

Exit codes: 0 fine, 1 failed (for `verify`: something is not as it should be), 2 wrong usage.
"""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="The model registry: immutable versions in any object store.", no_args_is_help=True)

RegistryUrl = Annotated[
    str,
    typer.Option(
        "--registry",
        envvar="TRANSSHIP_REGISTRY",
        help="s3://bucket/prefix, gs://bucket/prefix, az://container/prefix or file:///folder. Credentials, and "
        "AWS_ENDPOINT_URL for S3-compatible servers, come from the environment.",
    ),
]
VersionArgument = Annotated[
    str, typer.Argument(metavar="VERSION", help="models://<name>/<version>, or <name>/<version>.")
]
ReferenceArgument = Annotated[
    str,
    typer.Argument(
        metavar="REFERENCE", help="models://<name>/<version> or models://<name>@<alias>; the scheme is optional."
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Machine-readable output.")]


@app.command()
def push(
    source: Annotated[Path, typer.Argument(help="A folder, or a single file.")],
    version: VersionArgument,
    registry: RegistryUrl,
    framework: Annotated[str, typer.Option(help="What wrote the files, for example onnx.")] = "",
    metric: Annotated[list[str] | None, typer.Option(help="A score, for example auc=0.94; may be repeated.")] = None,
    made_from: Annotated[str, typer.Option("--source", help="Where it was made: a commit, a run, a notebook.")] = "",
    parent: Annotated[str, typer.Option(help="The version it was made from.")] = "",
) -> None:
    """Push a folder or a file as a new version; run it again to resume. Pushing the same twice changes nothing."""
    from transship.cli import models_input
    from transship.cli.models_progress import watching
    from transship.models.location import open_registry
    from transship.models.manifest import Details
    from transship.models.progress import counted, shown_bytes
    from transship.models.push import push as push_version
    from transship.models.reference import parse_version_reference

    details = Details(framework, models_input.metrics(metric or []), made_from, parent)
    opened = open_registry(registry, create=True)
    with watching() as watcher:
        pushed = push_version(opened, source, parse_version_reference(version), details, models_input.origin(), watcher)
    manifest = pushed.manifest
    held = f"{counted(len(manifest.files))}, {shown_bytes(manifest.size_bytes)}"
    done = f"sent {counted(pushed.sent_files)}, {shown_bytes(pushed.sent_bytes)}" if pushed.sent_files else "unchanged"
    typer.echo(f"{manifest.reference} is in {opened.label}: {held} ({done})")


@app.command("list")
def list_versions(
    registry: RegistryUrl,
    name: Annotated[str, typer.Argument(help="Only this model.")] = "",
    as_json: AsJson = False,
) -> None:
    """List the versions in the registry."""
    from transship.cli import models_output
    from transship.models import catalog
    from transship.models.location import open_registry

    opened = open_registry(registry)
    found = catalog.entries(opened, name)
    models_output.versions(opened, found, as_json=as_json)


@app.command()
def show(reference: ReferenceArgument, registry: RegistryUrl, as_json: AsJson = False) -> None:
    """Show a version: what it is, where it came from, its files, and the history of an alias."""
    from transship.cli import models_output
    from transship.models import aliases, catalog
    from transship.models.location import open_registry
    from transship.models.reference import AliasReference, parse_reference

    opened, named = open_registry(registry), parse_reference(reference)
    found = catalog.entry(opened, aliases.resolve(opened, named))
    history = aliases.history(opened, named) if isinstance(named, AliasReference) else ()
    models_output.version(opened, found, history, as_json=as_json)


@app.command()
def pull(
    reference: ReferenceArgument,
    registry: RegistryUrl,
    to: Annotated[Path, typer.Option(help="The folder that will hold the version.")],
) -> None:
    """Pull a version into a folder; run it again to resume. A file appears only once its SHA-256 is verified."""
    from transship.cli.models_progress import watching
    from transship.models.location import open_registry
    from transship.models.progress import counted, shown_bytes
    from transship.models.pull import pull as pull_version
    from transship.models.reference import parse_reference

    with watching() as watcher:
        pulled = pull_version(open_registry(registry), parse_reference(reference), to, watcher)
    fetched = f"{counted(pulled.fetched_files)}, {shown_bytes(pulled.fetched_bytes)}"
    typer.echo(f"{to} holds {pulled.manifest.reference}: fetched {fetched}; {pulled.present_files} were right already")


@app.command()
def verify(
    reference: Annotated[
        str, typer.Argument(metavar="[REFERENCE]", help="The version; not needed with --folder.")
    ] = "",
    registry: RegistryUrl = "",
    folder: Annotated[Path | None, typer.Option(help="Check this folder instead of the registry.")] = None,
    as_json: AsJson = False,
) -> None:
    """Check every SHA-256 of a version, in the registry or in a folder; exit code 1 when anything is wrong."""
    from transship.cli import models_output
    from transship.cli.models_progress import watching
    from transship.models.aliases import resolve
    from transship.models.local_folder import pulled_manifest
    from transship.models.location import open_registry
    from transship.models.reference import parse_reference
    from transship.models.verify import verify_folder, verify_stored

    if not reference and folder is None:
        raise typer.BadParameter("name a version, a --folder, or both")
    if reference and not registry:
        raise typer.BadParameter("--registry or TRANSSHIP_REGISTRY says where the version is")
    with watching() as watcher:
        if folder is not None and not reference:
            manifest = pulled_manifest(folder)
            problems = verify_folder(folder, manifest, watcher)
        else:
            opened = open_registry(registry)
            manifest = opened.manifest(resolve(opened, parse_reference(reference)))
            stored = folder is None
            problems = verify_stored(opened, manifest, watcher) if stored else verify_folder(folder, manifest, watcher)
    models_output.verdict(manifest, problems, as_json=as_json)
    if problems:
        raise typer.Exit(1)


@app.command()
def promote(
    version: VersionArgument,
    registry: RegistryUrl,
    to: Annotated[str, typer.Option(help="The alias, for example production.")],
) -> None:
    """Point an alias at a version; the alias keeps its history."""
    from transship.cli import models_input
    from transship.models.aliases import promote as promote_version
    from transship.models.location import open_registry

    chosen = models_input.promotion(version, to)
    before = promote_version(open_registry(registry), chosen, to, at=models_input.now(), by=models_input.somebody())
    typer.echo(f"models://{chosen.name}@{to} points at {chosen} (before: {before or 'nothing'})")


@app.command()
def remove(reference: ReferenceArgument, registry: RegistryUrl) -> None:
    """Remove a version and its files, or an alias; a version that an alias points at is refused."""
    from transship.cli import models_input
    from transship.cli.models_progress import watching
    from transship.models.aliases import retire
    from transship.models.location import open_registry
    from transship.models.reference import AliasReference, parse_reference
    from transship.models.remove import remove as remove_version

    opened, named = open_registry(registry), parse_reference(reference)
    if isinstance(named, AliasReference):
        before = retire(opened, named, at=models_input.now(), by=models_input.somebody())
        typer.echo(f"{named} points at nothing now (before: {before})")
        return
    with watching() as watcher:
        remove_version(opened, named, watcher)
    typer.echo(f"{named} is gone from {opened.label}")
