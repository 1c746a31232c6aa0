"""Raw inputs are merged over ours as JSON Merge Patch says, whatever shape ours have; nothing is missed silently."""

from typing import Any, cast

import pulumi
import pulumi_kubernetes as kubernetes
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.overrides import Overrides, Patches, merged
from transship.plan.recorder import SECRET, Recording, record

PATCH: dict[str, object] = {
    "metadata": {"labels": {"team": "fraud", "old": None}},
    "spec": {"scopeSelector": {"matchExpressions": []}, "hard": {"pods": "3"}},
}
WANTED: dict[str, Any] = {
    "apiVersion": "v1",
    "kind": "ResourceQuota",
    "metadata": {"name": "quota", "labels": {"team": "fraud", "kept": "yes"}},
    "spec": {"hard": {"pods": "3", "requests.cpu": "1"}, "scopeSelector": {"matchExpressions": []}},
}


def as_dictionaries() -> dict[str, Any]:
    return {
        "metadata": {"name": "quota", "labels": {"old": "x", "kept": "yes"}},
        "spec": {
            "hard": {"requests.cpu": "1"},
            "scope_selector": {"match_expressions": [{"scope_name": "PriorityClass"}]},
        },
    }


def as_arguments() -> dict[str, Any]:
    expression = kubernetes.core.v1.ScopedResourceSelectorRequirementArgs(operator="Exists", scope_name="PriorityClass")
    return {
        "metadata": kubernetes.meta.v1.ObjectMetaArgs(name="quota", labels={"old": "x", "kept": "yes"}),
        "spec": kubernetes.core.v1.ResourceQuotaSpecArgs(
            hard={"requests.cpu": "1"},
            scope_selector=kubernetes.core.v1.ScopeSelectorArgs(match_expressions=[expression]),
        ),
    }


def as_outputs() -> dict[str, Any]:
    return {name: pulumi.Output.from_input(value) for name, value in as_dictionaries().items()}


def recorded(patches: Patches, ours: dict[str, Any], unused: list[str] | None = None) -> Recording:
    def program() -> None:
        overrides = Overrides(patches)
        overrides.install()
        provider = kubernetes.Provider("kubernetes", kubeconfig="here")
        kubernetes.core.v1.ResourceQuota("quota", **ours, opts=pulumi.ResourceOptions(provider=provider))
        if unused is not None:
            unused.extend(str(problem) for problem in overrides.unused("options.arguments"))

    return record(program)


@pytest.mark.parametrize("ours", [as_dictionaries, as_arguments], ids=lambda ours: ours.__name__)
def test_a_patch_reaches_into_whatever_a_builder_wrote(ours: Any) -> None:
    recording = recorded({"quota": PATCH}, ours())
    assert recording.one("kubernetes:core/v1:ResourceQuota", "quota").inputs == WANTED


def test_a_patch_reaches_into_outputs() -> None:
    (quota,) = recorded({"quota": PATCH}, as_outputs()).of("kubernetes:core/v1:ResourceQuota")
    assert quota.inputs["metadata"] == WANTED["metadata"]
    assert quota.inputs["spec"]["hard"] == {"pods": "3", "requests.cpu": "1"}


def test_what_is_not_patched_stays_as_it_is() -> None:
    plain = recorded({}, as_dictionaries())
    other = recorded({"kubernetes": {"context": "rack-7"}}, as_dictionaries())
    kind = "kubernetes:core/v1:ResourceQuota"
    assert plain.one(kind, "quota").inputs == other.one(kind, "quota").inputs
    assert other.one("pulumi:providers:kubernetes", "kubernetes").inputs["context"] == "rack-7"


def test_a_secret_stays_secret_under_a_patch() -> None:
    ours = {"metadata": {"name": "quota"}, "spec": {"hard": pulumi.Output.secret({"pods": "2"})}}
    recording = recorded({"quota": {"spec": {"hard": {"services": "1"}}}}, ours)
    assert recording.one("kubernetes:core/v1:ResourceQuota", "quota").inputs["spec"] == SECRET


def test_a_patch_that_nothing_took_is_told_with_the_nearest_name() -> None:
    unused: list[str] = []
    recorded({"quoat": {"spec": {}}, "quota": {}}, as_dictionaries(), unused)
    assert unused == ["options.arguments.quoat: the stack has no such resource\n  hint: quota"]


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from("abcd"), inner, max_size=3),
    max_leaves=12,
)


@given(base=plain, patch=plain)
def test_the_merge_is_that_of_rfc_7396(base: object, patch: object) -> None:
    assert merged(base, patch) == rfc_7396(base, patch)


def rfc_7396(target: Any, patch: Any) -> Any:
    """The pseudo-code of the RFC's second section."""
    if not isinstance(patch, dict):
        return patch
    entries = cast("dict[str, Any]", patch)
    result = dict(cast("dict[str, Any]", target)) if isinstance(target, dict) else {}
    for name, value in entries.items():
        if value is None:
            result.pop(name, None)
        else:
            result[name] = rfc_7396(result.get(name), value)
    return result
