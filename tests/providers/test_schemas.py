"""The providers that are put together here take what the vendors' Python packages send."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
import yaml

from tests.providers import shapes
from tests.providers.conftest import Plugins

PACKAGES = {"aws": "pulumi_aws", "gcp": "pulumi_gcp"}
KNOWN = Path(__file__).parent / "known"


@pytest.mark.parametrize("cloud", PACKAGES)
def test_a_plugin_takes_what_its_package_sends(cloud: str, plugin: Plugins, tmp_path: Path) -> None:
    """All differences are known: fields in beta, or newer than the Terraform provider that can be had."""
    schema = plugin.schema(cloud, tmp_path)
    found = {token: _differences(cloud, schema, token) for token in sorted(schema["resources"])}
    known = yaml.safe_load((KNOWN / f"{cloud}.yaml").read_text(encoding="utf-8"))
    assert {token: differing for token, differing in found.items() if differing} == known


@pytest.mark.parametrize("cloud", PACKAGES)
def test_a_plugin_tells_what_its_package_reads(cloud: str, plugin: Plugins, tmp_path: Path) -> None:
    """What the package alone can read is what it alone can send, or the plugin would never tell it."""
    schema = plugin.schema(cloud, tmp_path)
    known = yaml.safe_load((KNOWN / f"{cloud}.yaml").read_text(encoding="utf-8"))
    for token in sorted(schema["resources"]):
        package = shapes.outputs_of_package(PACKAGES[cloud], token)
        told = shapes.outputs_of_schema(schema, token)
        newer = {line.split(":")[0] for line in known.get(token, [])}
        assert package.items() - told.items() <= {(name, package[name]) for name in newer & package.keys()}, token


def _differences(cloud: str, schema: Mapping[str, object], token: str) -> Sequence[str]:
    package = shapes.of_package(PACKAGES[cloud], token)
    return list(shapes.differences(package, shapes.of_schema(schema, token)))
