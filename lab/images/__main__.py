"""`python -m lab.images [NAME ...]`: builds images and says where each archive lies."""

from typing import Annotated

import typer
from rich.console import Console

from components.errors import TransshipError
from lab.images import IMAGES, build


def main(names: Annotated[list[str] | None, typer.Argument(help="Images to build; all if none.")] = None) -> None:
    """Build images for the lab, or find them in the cache, and say where each lies."""
    console = Console(stderr=True, highlight=False, soft_wrap=True)

    def say(line: str) -> None:
        console.print(f"images: {line}", markup=False)

    try:
        with console.status("images"):
            images = [build(name, say) for name in names or IMAGES]
    except TransshipError as error:
        console.print(str(error), markup=False)
        raise typer.Exit(1) from error
    for image in images:
        mebibytes = image.archive.stat().st_size / 2**20
        typer.echo(f"{image.reference} {image.digest} {mebibytes:.0f} MiB {image.archive}")


if __name__ == "__main__":
    typer.run(main)
