"""What an image is made of, as plain values."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

NONROOT = 65532
"""The user that images run as unless a pod says otherwise; every file is readable by any user."""


class Layer(Protocol):
    """One step of an image: files that lie on top of those below, and never remove any."""

    @property
    def title(self) -> str:
        """What the layer holds, in a few words; ends up in the image's history."""
        ...

    def inputs(self) -> Iterable[str]:
        """Everything the files depend on, besides the code of this package and the layers below. Quick, and offline."""
        ...

    def fill(self, root: Path, below: Sequence[Path]) -> None:
        """Puts the layer's files into an empty folder.

        Called once for each key that the cache does not know. May reach for package registries.

        Args:
            root: stands for `/` of the image. Times, owners and modes other than executable are not kept.
            below: the layers under this one, as tars, lowest first.

        Raises:
            OperationError: something could not be had; says what, and from where.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageDefinition:
    """One image: its layers, lowest first, and how a container of it starts.

    Attributes:
        name: the last step of its reference.
        purpose: what it is for, for its labels and for people.
        layers: lowest first; layers that are equal are built once and shared.
        entrypoint: the program.
        arguments: the program's arguments where a pod gives none.
        environment: variables, over those that every image has.
    """

    name: str
    purpose: str
    layers: tuple[Layer, ...]
    entrypoint: tuple[str, ...]
    arguments: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict[str, str])
