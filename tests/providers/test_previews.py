"""What a stack would create is what the vendor's own schema and checks let through, whichever option is changed.

A preview goes through the provider's checks and through the logic of its plans; it creates nothing. For that no
account is needed on Google Cloud. The AWS provider asks whose account it is in before anything else: moto answers.
"""

from collections.abc import Generator, Mapping
from dataclasses import fields, replace
from pathlib import Path

import pytest

from components.errors import OperationError
from lab.project import Project
from providers.aws.options import AwsOptions
from providers.gcp.options import GcpOptions
from tests.providers.conftest import Plugins
from tests.providers.emulator import moto
from tests.providers.toggles import BY_TARGET, Toggle
from transship.plan.stack import plan_stack

STACKS = ("aws-dev", "aws-prod", "gcp-dev", "gcp-prod")
SECONDS = 240
ACCOUNT = "123456789012"
TOGGLED = [(stack, name) for stack in STACKS for name in BY_TARGET[stack.split("-", maxsplit=1)[0]]]

# Set by what the provider is opened with, not by any resource; or asked for by environments that replicate.
WITHOUT_TOGGLE = {"aws": {"account_id"}, "gcp": {"registry"}}


@pytest.fixture(scope="module")
def credentials() -> Generator[Mapping[str, Mapping[str, str]]]:
    """Variables for each cloud: an account of moto's, and a token that is never shown to anybody."""
    with moto(ACCOUNT) as aws:
        yield {"aws": aws, "gcp": {"GOOGLE_OAUTH_ACCESS_TOKEN": "a token for tests"}}


def project_for(stack: str, toggle: Toggle, folder: Path, credentials: Mapping[str, Mapping[str, str]]) -> Project:
    """A project with this stack, nothing deployed."""
    made = Project.create(folder, "a passphrase for tests")
    made = replace(made, environment={**made.environment, **credentials[stack.split("-", maxsplit=1)[0]]})
    made.add(stack, toggle.options, toggle.secrets)
    return made


@pytest.mark.parametrize("stack", STACKS)
def test_a_stack_previews_as_planned(
    stack: str, plugin: Plugins, credentials: Mapping[str, Mapping[str, str]], tmp_path: Path
) -> None:
    assert plugin[stack.split("-", maxsplit=1)[0]]
    changes = project_for(stack, Toggle({}), tmp_path, credentials).preview(stack, seconds=SECONDS)
    stack_itself = 1
    assert changes.counts == {"create": len(plan_stack(stack).recording.resources) + stack_itself}


@pytest.mark.parametrize(("stack", "name"), TOGGLED, ids=[f"{stack}: {name}" for stack, name in TOGGLED])
def test_a_stack_previews_with_each_option_changed(
    stack: str, name: str, plugin: Plugins, credentials: Mapping[str, Mapping[str, str]], tmp_path: Path
) -> None:
    target = stack.split("-", maxsplit=1)[0]
    assert plugin[target]
    changes = project_for(stack, BY_TARGET[target][name], tmp_path, credentials).preview(stack, seconds=SECONDS)
    assert changes.counts.keys() == {"create"}


@pytest.mark.parametrize(("target", "options"), [("aws", AwsOptions), ("gcp", GcpOptions)])
def test_no_option_is_forgotten(target: str, options: type) -> None:
    changed = {name for toggle in BY_TARGET[target].values() for name in toggle.options}
    assert {each.name for each in fields(options)} - changed == WITHOUT_TOGGLE[target]


@pytest.mark.parametrize(
    ("stack", "arguments", "complaint"),
    [
        ("gcp-dev", {"cpu-nodes": {"nodeConfig": {"diskSizeGb": 5}}}, "diskSizeGb"),
        ("aws-dev", {"cpu-nodes": {"capacityType": "CHEAP"}}, "capacity_type"),
    ],
)
def test_a_preview_refuses_what_the_vendor_refuses(
    stack: str,
    arguments: Mapping[str, object],
    complaint: str,
    plugin: Plugins,
    credentials: Mapping[str, Mapping[str, str]],
    tmp_path: Path,
) -> None:
    """Otherwise the tests above would say nothing."""
    assert plugin[stack.split("-", maxsplit=1)[0]]
    project = project_for(stack, Toggle({"arguments": arguments}), tmp_path, credentials)
    with pytest.raises(OperationError, match=complaint):
        project.preview(stack, seconds=SECONDS)
