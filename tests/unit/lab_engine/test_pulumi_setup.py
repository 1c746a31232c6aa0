"""Pulumi's home and environment: plugins under the version of the Python package, the network left alone."""

from importlib import metadata
from pathlib import Path

import pytest

from components.errors import NotFoundError
from lab.engine import cache, locate, pulumi_environment, pulumi_home, pulumi_setup
from lab.engine.parts import PARTS
from tests.unit.lab_engine.rig import RECIPES, install


@pytest.fixture
def supplied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with every program Pulumi needs, supplied by hand, for a Python package of version 4.9.9."""
    folder = tmp_path / "by-hand"
    folder.mkdir()
    for name in ("pulumi", "pulumi-language-python", "pulumi-resource-kubernetes", "kubectl"):
        install(folder, name, "9.9.9")
    monkeypatch.setenv("TRANSSHIP_ENGINE_DIR", str(folder))
    monkeypatch.setattr(pulumi_setup, "wheel_version", {"pulumi-kubernetes": "4.9.9"}.get)
    return folder


def test_a_provider_is_linked_under_the_version_of_its_python_package(supplied: Path) -> None:
    link = pulumi_home() / "plugins" / "resource-kubernetes-v4.9.9" / "pulumi-resource-kubernetes"
    assert link.readlink() == supplied / "pulumi-resource-kubernetes"


def test_the_link_follows_the_plugin(supplied: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pulumi_home()
    moved = supplied.rename(tmp_path / "elsewhere")
    monkeypatch.setenv("TRANSSHIP_ENGINE_DIR", str(moved))
    link = pulumi_home() / "plugins" / "resource-kubernetes-v4.9.9" / "pulumi-resource-kubernetes"
    assert link.readlink() == moved / "pulumi-resource-kubernetes"
    assert [file.name for file in link.parent.iterdir()] == ["pulumi-resource-kubernetes"]


def test_a_package_that_is_not_installed_needs_no_plugin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pulumi_setup, "wheel_version", {"pulumi-kubernetes": ""}.get)
    assert not (pulumi_home() / "plugins").exists()


def test_a_clouds_provider_is_linked_where_it_has_been_obtained(
    supplied: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "RECIPES", RECIPES)
    versions = {"pulumi-kubernetes": "4.9.9", "pulumi-aws": "7.9.9", "pulumi-gcp": "10.9.9"}
    monkeypatch.setattr(pulumi_setup, "wheel_version", versions.get)
    install(supplied, "pulumi-resource-aws", "7.9.9")
    linked = {folder.name for folder in (pulumi_home() / "plugins").iterdir()}
    assert linked == {"resource-kubernetes-v4.9.9", "resource-aws-v7.9.9"}


def test_a_provider_that_was_not_obtained_is_said_to_be_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "RECIPES", RECIPES)
    with pytest.raises(NotFoundError, match=r"hint: python -m lab\.engine pulumi-resource-kubernetes"):
        pulumi_home()


def test_the_environment_keeps_state_in_the_folder_and_off_the_network(supplied: Path, tmp_path: Path) -> None:
    environment = pulumi_environment(tmp_path / "state", "a phrase")
    assert (tmp_path / "state").is_dir()
    assert environment.pop("PATH").split(":")[0] == str(supplied)
    assert environment == {
        "PULUMI_BACKEND_URL": f"file://{tmp_path}/state",
        "PULUMI_CONFIG_PASSPHRASE": "a phrase",
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
        "PULUMI_DISABLE_REGISTRY_RESOLVE": "true",
        "PULUMI_HOME": str(pulumi_home()),
        "PULUMI_SKIP_UPDATE_CHECK": "true",
    }


def test_the_command_line_and_its_host_lie_in_one_folder_when_both_are_ours(
    supplied: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pulumi resolves symbolic links before it looks for its host beside itself."""
    monkeypatch.setattr(cache, "RECIPES", RECIPES)
    for name, files in {"pulumi": ["pulumi"], "pulumi-language-python": ["pulumi-language-python", "helper"]}.items():
        (supplied / name).unlink()
        (built := tmp_path / f"built-{name}").mkdir()
        cache.keep(PARTS[name], "build", [install(built, file, "9.9.9") for file in files])
    folder = Path(pulumi_environment(tmp_path / "state", "")["PATH"].split(":")[0])
    assert sorted(file.name for file in folder.iterdir()) == ["helper", "pulumi", "pulumi-language-python"]
    assert not any(file.is_symlink() for file in folder.iterdir())
    assert (folder / "pulumi").samefile(locate("pulumi") or "")


def test_the_version_of_a_package_that_is_not_installed_is_empty() -> None:
    assert pulumi_setup.wheel_version("pulumi") == metadata.version("pulumi")
    assert pulumi_setup.wheel_version("no-such-package") == ""
