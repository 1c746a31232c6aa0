"""Running Pulumi with the engine's parts: its home with the plugins where it looks for them, and its environment."""

import os
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path

from components.errors import NotFoundError, Problem
from lab.engine import cache
from lab.engine.cache import Obtained
from lab.engine.obtaining import look

PROVIDERS: Mapping[str, str] = {"pulumi-kubernetes": "pulumi-resource-kubernetes"}
"""The Python package of each provider the engine brings, and the part that is its plugin."""

CLOUD_PROVIDERS: Mapping[str, str] = {"pulumi-aws": "pulumi-resource-aws", "pulumi-gcp": "pulumi-resource-gcp"}
"""The same for clouds. They are there only when somebody has asked for them, and most runs do without."""

_COMMAND_LINE = ("pulumi", "pulumi-language-python")


def pulumi_home() -> Path:
    """A home for the Pulumi command line, with each provider linked under the version of its Python package.

    A program asks for exactly the plugin version that its package has. Packages that are not installed are left out.

    Returns:
        What PULUMI_HOME should be. The links are made anew when a package or a plugin has changed.

    Raises:
        NotFoundError: a provider has not been obtained yet.
    """
    home = cache.root() / "pulumi-home"
    for package, part in PROVIDERS.items():
        if version := wheel_version(package):
            _link(_plugin(home, part, version), _obtained(part).path)
    for package, part in CLOUD_PROVIDERS.items():
        if (version := wheel_version(package)) and (there := look(part)):
            _link(_plugin(home, part, version), there.path)
    return home


def pulumi_environment(backend: Path, passphrase: str) -> dict[str, str]:
    """The variables that make `pulumi` use the engine's parts, keep state in a folder, and stay off the network.

    Args:
        backend: the folder of the state; made when it is missing.
        passphrase: what secrets in state and configuration are encrypted with.

    Returns:
        Variables to lay over the caller's own environment. Language hosts and `kubectl` are on PATH.

    Raises:
        NotFoundError: a program or provider has not been obtained yet.
    """
    backend.mkdir(parents=True, exist_ok=True)
    home = pulumi_home()
    folders = dict.fromkeys(str(folder) for folder in (*_command_line(home), _obtained("kubectl").path.parent))
    return {
        "PATH": os.pathsep.join([*folders, os.environ.get("PATH", os.defpath)]),
        "PULUMI_BACKEND_URL": backend.absolute().as_uri(),
        "PULUMI_CONFIG_PASSPHRASE": passphrase,
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
        "PULUMI_DISABLE_REGISTRY_RESOLVE": "true",
        "PULUMI_HOME": str(home),
        "PULUMI_SKIP_UPDATE_CHECK": "true",
    }


def _plugin(home: Path, part: str, version: str) -> Path:
    """Where Pulumi looks for the plugin that is this part."""
    kind, name = part.removeprefix("pulumi-").split("-", maxsplit=1)
    return home / "plugins" / f"{kind}-{name}-v{version}" / part


def _command_line(home: Path) -> list[Path]:
    """The folders of `pulumi` and its Python host: one, as in the vendor's own archive, when both are ours.

    Pulumi takes a language host that does not lie beside it for a stray one, and warns of it on every run. It resolves
    symbolic links before it looks, so these are hard links.
    """
    parts = [_obtained(name) for name in _COMMAND_LINE]
    if any(part.origin == "path" for part in parts):
        return [part.path.parent for part in parts]
    together = home / "bin"
    together.mkdir(parents=True, exist_ok=True)
    for part in parts:
        for file in part.path.parent.iterdir():
            _hard_link(together / file.name, file)
    return [together]


def wheel_version(package: str) -> str:
    """The installed version of a Python package; empty when it is not installed."""
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""


def _obtained(part: str) -> Obtained:
    there = look(part)
    if there is None:
        raise NotFoundError(
            "parts of the engine", [Problem(part, "has not been obtained", f"python -m lab.engine {part}")]
        )
    return there


def _link(link: Path, target: Path) -> None:
    """Points a link at a file in one step, so that a running `pulumi` sees the old one or the new one."""
    if link.is_symlink() and link.readlink() == target:
        return
    link.parent.mkdir(parents=True, exist_ok=True)
    temporary = _beside(link)
    temporary.symlink_to(target)
    temporary.replace(link)


def _hard_link(link: Path, target: Path) -> None:
    """Makes `link` the same file as `target`, in one step."""
    if link.exists() and link.samefile(target):
        return
    temporary = _beside(link)
    temporary.hardlink_to(target)
    temporary.replace(link)


def _beside(path: Path) -> Path:
    """A name in the same folder that no other process uses."""
    return path.with_name(f".{path.name}.{os.getpid()}")
