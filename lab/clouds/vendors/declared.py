"""Reads what Pulumi's SDK for a cloud declares: names, kinds and enumerations of a resource type's properties.

The SDKs are hundreds of megabytes of generated Python. They are read here as data, class by class, never imported: that
would take seconds for each service, and the lab has no business with an SDK's code. For azure-native they are also the
best offline source there is, for they mirror Microsoft's API specifications one to one, enumerations included.
"""

import ast
import importlib.util
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from lab.clouds.vendors.shapes import ANYTHING, Later, Shape, Sort

_GETTER = re.compile(
    r'^    @pulumi\.getter(?:\(name="(?P<name>\w+)"\))?\n    def (?P<attribute>\w+)\(self\) -> (?P<annotation>.+):$',
    re.MULTILINE,
)
_TOP_LEVEL = re.compile(r"^(?:@|class |if |def )", re.MULTILINE)
_CONSTANT = re.compile(r'^    \w+ = "(?P<value>[^"]*)"$', re.MULTILINE)
_OPEN = "Known"
"""How Microsoft calls enumerations of what is known so far, to which the service may add."""

_PLAIN = {"str": Sort.TEXT, "int": Sort.WHOLE, "float": Sort.NUMBER, "bool": Sort.FLAG}


@dataclass(frozen=True)
class Declared:
    """One resource type as an SDK declares it.

    Attributes:
        folder: of the SDK's module.
        kind: the class, for example `NodeGroup`.
    """

    folder: Path
    kind: str

    @cached_property
    def shape(self) -> Shape:
        """The inputs."""
        own = f"{self.kind}InitArgs"  # where an input type shared with others has the plain name
        return _Module(self.folder, self._text).object(own if f"class {own}:" in self._text else f"{self.kind}Args")

    @cached_property
    def outputs(self) -> frozenset[str]:
        """Every property that the resource has once it exists."""
        return frozenset(
            found["name"] or found["attribute"] for found in _GETTER.finditer(_class(self._text, self.kind))
        )

    @cached_property
    def secret_outputs(self) -> frozenset[str]:
        """Outputs that the SDK declares secret."""
        found = re.search(r"additional_secret_outputs=(\[[^\]]*\])", self._text)
        return frozenset(re.findall(r'"([^"]+)"', found[1])) if found else frozenset()

    @cached_property
    def _text(self) -> str:
        return _read(self.folder / f"{_snake(self.kind)}.py")


@lru_cache
def declared(package: str, token: str) -> Declared:
    """What a Pulumi SDK declares about a type.

    Args:
        package: for example `pulumi_aws`.
        token: for example `aws:eks/nodeGroup:NodeGroup`.

    Raises:
        ModuleNotFoundError: the SDK is not installed, or does not know the type.
    """
    _, module, kind = token.split(":")
    folder = _folder(package) / module.split("/")[0]
    if not (folder / f"{_snake(kind)}.py").is_file():
        raise ModuleNotFoundError(f"{package} has no {token}")
    return Declared(folder, kind)


@dataclass(frozen=True, slots=True)
class _Module:
    """A module of an SDK: the text of one resource, and beside it the inputs and enumerations that it shares."""

    folder: Path
    text: str

    def object(self, name: str) -> Shape:
        """The shape that an `…Args` class declares."""
        members: dict[str, Later] = {}
        required: set[str] = set()
        for found in _GETTER.finditer(self._class(name)):
            member, annotation = found["name"] or found["attribute"], ast.parse(found["annotation"], mode="eval").body
            members[member] = _later(self, annotation)
            if not _optional(annotation):
                required.add(member)
        return Shape(sort=Sort.OBJECT, members=members, required=frozenset(required))

    def named(self, name: str) -> Shape:
        """The shape of a class that is named in quotes: other arguments, or an enumeration."""
        if name.endswith("Args"):
            return self.object(name)
        if name.startswith(_OPEN):
            return Shape(sort=Sort.TEXT)
        choices = tuple(found["value"] for found in _CONSTANT.finditer(_class(_read(self.folder / "_enums.py"), name)))
        return Shape(sort=Sort.TEXT, source=name, choices=choices)

    def annotated(self, annotation: ast.expr) -> Shape:
        """The shape that an annotation such as `pulumi.Input[Optional[Sequence[pulumi.Input['XArgs']]]]` says."""
        match annotation:
            case ast.Constant(value=str(name)):
                return self.named(name)
            case ast.Attribute(attr=name):
                return Shape(sort=_PLAIN[name]) if name in _PLAIN else ANYTHING
            case ast.Subscript():
                return self._generic(annotation)
            case _:
                return ANYTHING

    def _generic(self, annotation: ast.Subscript) -> Shape:
        match _called(annotation), annotation.slice:
            case "Mapping", ast.Tuple(elts=[_, item]):
                return Shape(sort=Sort.MAP, item=_later(self, item))
            case "Sequence", item:
                return Shape(sort=Sort.LIST, item=_later(self, item))
            case _, ast.Tuple(elts=[*others]):
                return self._either(others)
            case _, inner:
                return self.annotated(inner)

    def _either(self, annotations: Sequence[ast.expr]) -> Shape:
        """A union: of text and an enumeration the enumeration counts, of other kinds together nothing is known."""
        shapes = [self.annotated(each) for each in annotations]
        texts = [shape for shape in shapes if shape.sort is Sort.TEXT]
        return max(texts, key=lambda shape: len(shape.choices)) if len(texts) == len(shapes) else ANYTHING

    def _class(self, name: str) -> str:
        return _class(self.text, name) or _class(_read(self.folder / "_inputs.py"), name)


def _later(module: _Module, annotation: ast.expr) -> Later:
    return lru_cache(lambda: module.annotated(annotation))


def _called(annotation: ast.Subscript) -> str:
    """`Sequence` of `Sequence[…]`, `Input` of `pulumi.Input[…]`."""
    match annotation.value:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def _optional(annotation: ast.expr) -> bool:
    """Whether the property may be left out: `Optional` stands outside of everything but `pulumi.Input`."""
    match annotation:
        case ast.Subscript(slice=inner) if _called(annotation) == "Input":
            return _optional(inner)
        case ast.Subscript():
            return _called(annotation) == "Optional"
        case _:
            return False


def _class(text: str, name: str) -> str:
    """The source of one class; empty when it is not there."""
    start = text.find(f"\nclass {name}:") + 1 or text.find(f"\nclass {name}(") + 1
    if not start:
        return ""
    end = _TOP_LEVEL.search(text, start + 1)
    return text[start : end.start() if end else len(text)]


@lru_cache(maxsize=64)
def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""


@lru_cache
def _folder(package: str) -> Path:
    found = importlib.util.find_spec(package)
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError(f"{package} is not installed")
    return Path(found.submodule_search_locations[0])


def _snake(name: str) -> str:
    """`PublicIPAddress` → `public_ip_address`, as the SDKs name their files."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name)
    return words.lower()
