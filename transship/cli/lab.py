"""`transship lab`: real Kubernetes on this machine, and nothing left of it afterwards."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rich.console import RenderableType

    from lab.cluster import Lab, Status

app = typer.Typer(help="Real Kubernetes on this machine, gone without a trace.", no_args_is_help=True)

Name = Annotated[str, typer.Option("--name", help="Which lab; several can run side by side.")]
AsJson = Annotated[bool, typer.Option("--json", help="Machine-readable output, the object store's secret included.")]


class Nodes(StrEnum):
    """What nodes a lab has."""

    REAL = "real"
    FAKE = "fake"


@app.command()
def up(
    name: Name = "lab",
    clusters: Annotated[int, typer.Option(help="One, or two that reach each other.")] = 1,
    nodes: Annotated[Nodes, typer.Option(help="Whether pods run, or only seem to.")] = Nodes.REAL,
    cpu_nodes: Annotated[int, typer.Option(help="Fake nodes without accelerators.")] = 2,
    gpu_nodes: Annotated[int, typer.Option(help="Fake nodes with accelerators.")] = 2,
    kubeconfig: Annotated[Path | None, typer.Option(help="A cluster to use as it is.")] = None,
    kind: Annotated[bool, typer.Option("--kind", help="Make the cluster with kind.")] = False,
    install_definitions: Annotated[
        bool,
        typer.Option("--install-definitions", help="Put missing custom resource definitions into that cluster."),
    ] = False,
) -> None:
    """Bring a lab up; finish or repair one that was interrupted."""
    from lab import cluster

    raised = cluster.up(
        name,
        clusters=clusters,
        nodes=nodes.value,
        cpu_nodes=cpu_nodes,
        gpu_nodes=gpu_nodes,
        kubeconfig=kubeconfig,
        kind=kind,
        install_definitions=install_definitions,
    )
    for line in _summary(raised):
        typer.echo(line)


@app.command()
def status(name: Name = "lab", as_json: AsJson = False) -> None:
    """Say how a lab is; the exit code is 1 when it is there and cannot be used."""
    from lab import cluster

    found = cluster.status(name)
    if as_json:
        typer.echo(_as_json(found))
    else:
        from rich.console import Console

        Console().print(_rendered(found))
    if found.state == "ailing":
        raise typer.Exit(1)


@app.command()
def down(name: Name = "lab") -> None:
    """Remove a lab and everything it left on this machine, in whatever state it is."""
    from lab import cluster

    if not cluster.down(name):
        typer.echo(f"there is no lab {name}")


@app.command()
def kubeconfig(
    name: Name = "lab",
    which: Annotated[str, typer.Option("--cluster", help="a or b.")] = "a",
) -> None:
    """Print where a cluster's kubeconfig is: export KUBECONFIG=$(transship lab kubeconfig)."""
    from components.errors import NotFoundError, nearest
    from lab import cluster

    found = cluster.status(name).lab
    if found is None:
        raise NotFoundError.because(f"lab {name}", "is not there", hint=f"transship lab up --name {name}")
    paths = {one.name: one.kubeconfig for one in found.clusters}
    if which not in paths:
        raise NotFoundError.because(f"lab {name}", f"has no cluster {which}", hint=nearest(which, paths))
    typer.echo(paths[which])


def _summary(lab: "Lab") -> list[str]:
    lines: list[str] = []
    for one in lab.clusters:
        lines.append(f"cluster {one.name}: {one.api_server}, {len(one.node_names)} nodes ({one.nodes})")
        lines.append(f"  export KUBECONFIG={one.kubeconfig}")
    if lab.objects:
        lines.append(f"objects: {lab.objects.url} at {lab.objects.endpoint}; keys: transship lab status --json")
    return lines


def _rendered(found: "Status") -> "RenderableType":
    from rich.console import Group
    from rich.table import Table

    table = Table("server", "process", "memory", box=None)
    for server in found.servers:
        memory = f"{server.resident_mib} MiB" if server.running else "[red]not running[/red]"
        table.add_row(server.name, str(server.pid), memory)
    return Group(
        f"lab {found.name}: {found.state}",
        *(f"  {line}" for line in found.ails),
        *(_summary(found.lab) if found.lab else ()),
        *((table,) if found.servers else ()),
    )


def _as_json(found: "Status") -> str:
    from pydantic import TypeAdapter

    return TypeAdapter(type(found)).dump_json(found, indent=2).decode()
