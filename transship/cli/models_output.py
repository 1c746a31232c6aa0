"""How the commands of `transship models` show what they found: tables for people, JSON for programs."""

import json
from collections.abc import Sequence
from dataclasses import asdict

import typer
from rich.console import Console
from rich.table import Column, Table

from components.errors import Problem
from transship.models.aliases import Promotion
from transship.models.catalog import Entry, summary
from transship.models.manifest import Manifest
from transship.models.progress import counted, shown_bytes
from transship.models.registry import Registry


def versions(registry: Registry, found: Sequence[Entry], *, as_json: bool) -> None:
    """Shows what `list` found."""
    if as_json:
        _echo_json([summary(registry, entry) for entry in found])
        return
    if not found:
        typer.echo(f"no versions in {registry.label}")
        return
    table = Table("model", "version", "aliases", "framework", "files", "size", "created", box=None, pad_edge=False)
    for entry in found:
        manifest = entry.manifest
        table.add_row(
            manifest.reference.name,
            manifest.reference.version,
            ", ".join(entry.aliases),
            manifest.details.framework,
            str(len(manifest.files)),
            shown_bytes(manifest.size_bytes),
            manifest.created_at,
        )
    Console().print(table)


def version(registry: Registry, found: Entry, history: Sequence[Promotion], *, as_json: bool) -> None:
    """Shows what `show` found."""
    described = summary(registry, found)
    files = found.manifest.files
    if as_json:
        promotions = [asdict(promotion) for promotion in history]
        _echo_json({**described, "files": [asdict(file) for file in files], "history": promotions})
        return
    facts = Table(show_header=False, box=None, pad_edge=False)
    for name, value in described.items():
        facts.add_row(name, _shown(name, value))
    contents = Table("file", "size", Column("sha256", overflow="fold"), box=None, pad_edge=False)
    for file in files:
        contents.add_row(file.path, shown_bytes(file.size_bytes), file.sha256)
    console = Console()
    console.print(facts, "", contents)
    for promotion in history:
        console.print(f"{promotion.at}  {promotion.version or 'retired'}  by {promotion.by}", highlight=False)


def verdict(manifest: Manifest, problems: Sequence[Problem], *, as_json: bool) -> None:
    """Shows what `verify` found."""
    if as_json:
        found = [{"file": problem.where, "problem": problem.what} for problem in problems]
        _echo_json({"reference": str(manifest.reference), "intact": not problems, "problems": found})
        return
    if not problems:
        checked = f"{counted(len(manifest.files))}, {shown_bytes(manifest.size_bytes)}"
        typer.echo(f"{manifest.reference}: every SHA-256 is right ({checked})")
        return
    typer.echo(f"{manifest.reference}: of {counted(len(manifest.files))}, wrong: {len(problems)}", err=True)
    for problem in problems:
        typer.echo(f"  {problem}", err=True)


def _shown(name: str, value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key}={number}" for key, number in value.items())  # pyright: ignore[reportUnknownVariableType]
    if isinstance(value, list):
        return ", ".join(map(str, value))  # pyright: ignore[reportUnknownArgumentType]
    return shown_bytes(value) if name == "size_bytes" and isinstance(value, int) else str(value)


def _echo_json(document: object) -> None:
    typer.echo(json.dumps(document, indent=2, ensure_ascii=False))
