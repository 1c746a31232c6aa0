"""The registry is named by its address, or installed: restricted, walled in, and never with a key in clear."""

from dataclasses import replace

import pytest

from components.results import RegistryResult
from providers.onprem.options import InstallOptions, OnPremOptions, RegistryOptions
from providers.onprem.registry import build_registry
from tests.rigs.onprem import HUSH, INSTALLED, STORE, Parent, cluster, options, secrets
from tests.rigs.restricted import violations
from transship.plan.recorder import SECRET, Recorded, Recording, record

MANAGED = {"app.kubernetes.io/managed-by": "transship", "transship.dev/environment": "test"}
OBJECTS = {
    "name": "objects",
    "namespace": "transship-test-objects",
    "labels": {**MANAGED, "app.kubernetes.io/name": "objects"},
}


def built(chosen: OnPremOptions) -> tuple[Recording, RegistryResult]:
    results: list[RegistryResult] = []

    def program() -> None:
        parent = Parent(cluster().provider)
        results.append(build_registry(parent, "registry", "test", chosen, secrets()))

    return record(program), results[0]


def children(recording: Recording) -> dict[str, Recorded]:
    native = [each for each in recording.resources if each.custom and not each.type.startswith("pulumi:providers:")]
    return {each.name: each for each in native}


def test_nothing_is_created_for_a_store_that_is_there() -> None:
    recording, result = built(options())
    assert children(recording) == {}
    assert result.images == "registry.example.com/ml"
    assert result.store.url == "s3://models/test"


@pytest.mark.parametrize(
    ("changes", "variables", "port"),
    [
        ({}, {"AWS_ALLOW_HTTP": "false", "AWS_VIRTUAL_HOSTED_STYLE_REQUEST": "false"}, 443),
        ({"endpoint": "http://10.0.0.7"}, {"AWS_ALLOW_HTTP": "true", "AWS_ENDPOINT_URL": "http://10.0.0.7"}, 80),
        ({"endpoint": "http://10.0.0.7:7070"}, {"AWS_ALLOW_HTTP": "true"}, 7070),
        ({"path_style": False}, {"AWS_VIRTUAL_HOSTED_STYLE_REQUEST": "true"}, 443),
        ({"region": "rack-7"}, {"AWS_REGION": "rack-7"}, 443),
    ],
)
def test_pods_reach_a_store_by_the_variables_of_the_common_tools(
    changes: dict[str, object], variables: dict[str, str], port: int
) -> None:
    store = replace(STORE, **changes)
    _, result = built(options(registry=RegistryOptions(images="registry.example.com", objects=store)))
    assert variables.items() <= result.store.environment.items()
    assert result.store.port == port
    assert result.store.secrets.keys() == {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"}


def test_an_installed_store_has_exactly_these_children() -> None:
    recording, result = built(options(registry=INSTALLED))
    found = children(recording)
    assert {name: each.type.rsplit(":", 1)[-1] for name, each in found.items()} == {
        "registry-namespace": "Namespace",
        "registry-policy": "NetworkPolicy",
        "registry-credentials": "Secret",
        "registry-volume": "PersistentVolumeClaim",
        "registry-service": "Service",
        "registry-server": "StatefulSet",
    }
    assert all(each.provider and each.parent.endswith("::parent") for each in found.values())
    assert result.native.keys() == {"namespace", "policy", "credentials", "volume", "service", "server"}


def test_an_installed_store_is_reached_by_its_service() -> None:
    recording, result = built(options(registry=INSTALLED))
    assert result.store.url == "s3://models"
    assert result.store.environment["AWS_ENDPOINT_URL"] == "http://objects.transship-test-objects.svc:7070"
    service = children(recording)["registry-service"].inputs
    assert service["metadata"]["name"] == "objects"
    assert service["spec"] == {
        "selector": {"app.kubernetes.io/name": "objects"},
        "ports": [{"name": "s3", "port": 7070, "targetPort": 7070}],
    }


def test_its_namespace_holds_pods_to_restricted_and_its_pod_is() -> None:
    found = children(built(options(registry=INSTALLED))[0])
    labels = found["registry-namespace"].inputs["metadata"]["labels"]
    assert labels["pod-security.kubernetes.io/enforce"] == "restricted"
    pod = found["registry-server"].inputs["spec"]["template"]["spec"]
    assert violations(pod) == []
    assert pod["automountServiceAccountToken"] is False
    assert pod["containers"][0]["securityContext"]["readOnlyRootFilesystem"] is True


def test_the_bucket_is_a_directory_of_its_volume_and_there_from_the_start() -> None:
    found = children(built(options(registry=INSTALLED))[0])
    pod = found["registry-server"].inputs["spec"]["template"]["spec"]
    assert pod["volumes"] == [{"name": "data", "persistentVolumeClaim": {"claimName": "objects"}}]
    (container,) = pod["containers"]
    assert container["volumeMounts"] == [
        {"name": "data", "mountPath": "/data"},
        {"name": "data", "mountPath": "/bucket", "subPath": "models"},
    ]
    assert container["args"] == ["--port", ":7070", "--health", "/healthz", "--quiet", "posix", "/data"]


def test_only_the_environments_own_namespaces_may_talk_to_it_and_it_to_nobody() -> None:
    policy = children(built(options(registry=INSTALLED))[0])["registry-policy"].inputs
    assert policy["metadata"] == OBJECTS
    assert policy["spec"] == {
        "podSelector": {},
        "policyTypes": ["Ingress", "Egress"],
        "ingress": [
            {
                "from": [{"namespaceSelector": {"matchLabels": {"transship.dev/environment": "test"}}}],
                "ports": [{"protocol": "TCP", "port": 7070}],
            }
        ],
    }


@pytest.mark.parametrize(
    ("own", "stacks", "taken"),
    [(None, None, None), (None, "fast", "fast"), ("slow", "fast", "slow")],
    ids=["the cluster's default", "the stack's", "its own"],
)
def test_its_volume_has_the_storage_class_that_is_nearest(
    own: str | None, stacks: str | None, taken: str | None
) -> None:
    install = InstallOptions(storage_gib=200, storage_class=own)
    chosen = options(registry=replace(INSTALLED, install=install), storage_class=stacks)
    spec = children(built(chosen)[0])["registry-volume"].inputs["spec"]
    assert spec["resources"] == {"requests": {"storage": "200Gi"}}
    assert spec.get("storageClassName") == taken


def test_its_keys_are_the_stacks_and_in_clear_nowhere() -> None:
    recording, result = built(options(registry=INSTALLED))
    secret = children(recording)["registry-credentials"].inputs
    assert secret["stringData"] == SECRET
    assert HUSH not in repr(recording)
    assert result.store.secrets.keys() == {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"}


def test_it_starts_when_what_it_mounts_is_there() -> None:
    found = children(built(options(registry=INSTALLED))[0])
    server = found["registry-server"]
    needed = ("registry-namespace", "registry-policy", "registry-credentials", "registry-volume", "registry-service")
    assert {found[name].urn for name in needed} <= server.dependencies
