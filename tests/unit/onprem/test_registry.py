"""The registry is named by its address, or installed: restricted, walled in, and never with a key in clear."""

import logging
from dataclasses import replace

import pytest

from components.results import RegistryResult
from components.specs import RegistrySpec
from providers.onprem.options import (
    IMAGES_HTPASSWD,
    OBJECTS_ACCESS_KEY_ID,
    OBJECTS_SECRET_ACCESS_KEY,
    InstallImagesOptions,
    InstallObjectsOptions,
    OnPremOptions,
    RegistryOptions,
)
from providers.onprem.registry import build_registry
from tests.rigs.onprem import HUSH, INSTALLED, STORE, Parent, cluster, options, secrets
from tests.rigs.pod_security import violations
from transship.plan.recorder import SECRET, Recorded, Recording, record

MANAGED = {"app.kubernetes.io/managed-by": "transship", "transship.dev/environment": "test"}
BOTH = replace(INSTALLED, images=None, install_images=InstallImagesOptions(storage_gib=50, node_port=30500))
ROLES = ("objects", "images")
PARTS = {
    "namespace": "Namespace",
    "policy": "NetworkPolicy",
    "credentials": "Secret",
    "volume": "PersistentVolumeClaim",
    "service": "Service",
    "server": "StatefulSet",
}


def built(registry: RegistryOptions, storage_class: str | None = None) -> tuple[Recording, RegistryResult]:
    results: list[RegistryResult] = []
    chosen: OnPremOptions = options(registry=registry, storage_class=storage_class)
    names = (OBJECTS_ACCESS_KEY_ID, OBJECTS_SECRET_ACCESS_KEY, IMAGES_HTPASSWD)

    def program() -> None:
        results.append(
            build_registry(Parent(cluster().provider), "registry", RegistrySpec(), "test", chosen, secrets(*names))
        )

    return record(program), results[0]


def children(recording: Recording) -> dict[str, Recorded]:
    native = [each for each in recording.resources if each.custom and not each.type.startswith("pulumi:providers:")]
    return {each.name: each for each in native}


def test_nothing_is_created_for_a_store_that_is_there() -> None:
    recording, result = built(RegistryOptions(images="registry.example.com/ml", objects=STORE))
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
    changes: dict[str, str], variables: dict[str, str], port: int
) -> None:
    _, result = built(RegistryOptions(images="registry.example.com", objects=replace(STORE, **changes)))
    assert variables.items() <= result.store.environment.items()
    assert (result.store.port, result.store.namespace) == (port, None)
    assert result.store.secrets.keys() == {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"}


def test_what_is_installed_has_exactly_these_children() -> None:
    recording, result = built(BOTH)
    found = children(recording)
    assert {name: each.type.rsplit(":", 1)[-1] for name, each in found.items()} == {
        f"registry-{role}-{part}": kind for role in ROLES for part, kind in PARTS.items()
    }
    assert all(each.provider and each.parent.endswith("::parent") for each in found.values())
    assert result.native.keys() == {f"{role}-{part}" for role in ROLES for part in PARTS}


def test_an_installed_store_is_reached_by_its_service() -> None:
    recording, result = built(INSTALLED)
    assert result.store.url == "s3://models"
    assert result.store.environment["AWS_ENDPOINT_URL"] == "http://objects.transship-test-objects.svc:7070"
    assert (result.store.port, result.store.namespace) == (7070, "transship-test-objects")
    service = children(recording)["registry-objects-service"].inputs
    assert service["metadata"]["name"] == "objects"
    assert service["spec"] == {
        "type": "ClusterIP",
        "selector": {"app.kubernetes.io/name": "objects"},
        "ports": [{"name": "objects", "port": 7070, "targetPort": 7070}],
    }


def test_nodes_reach_installed_images_on_their_own_loopback_address() -> None:
    recording, result = built(BOTH)
    assert result.images == "localhost:30500"
    service = children(recording)["registry-images-service"].inputs
    assert service["spec"]["type"] == "NodePort"
    assert service["spec"]["ports"] == [{"name": "images", "port": 5000, "targetPort": 5000, "nodePort": 30500}]


@pytest.mark.parametrize("role", ROLES)
def test_a_namespace_holds_pods_to_restricted_and_the_pod_is(role: str) -> None:
    found = children(built(BOTH)[0])
    labels = found[f"registry-{role}-namespace"].inputs["metadata"]["labels"]
    assert labels["pod-security.kubernetes.io/enforce"] == "restricted"
    pod = found[f"registry-{role}-server"].inputs["spec"]["template"]["spec"]
    assert violations(pod) == []
    assert pod["automountServiceAccountToken"] is False
    assert pod["containers"][0]["securityContext"]["readOnlyRootFilesystem"] is True


def test_the_bucket_is_a_directory_of_its_volume_and_there_from_the_start() -> None:
    pod = children(built(INSTALLED)[0])["registry-objects-server"].inputs["spec"]["template"]["spec"]
    assert pod["volumes"] == [{"name": "data", "persistentVolumeClaim": {"claimName": "objects"}}]
    (container,) = pod["containers"]
    assert container["volumeMounts"] == [
        {"name": "data", "mountPath": "/data"},
        {"name": "data", "mountPath": "/bucket", "subPath": "models"},
    ]
    assert container["args"] == ["--port", ":7070", "--health", "/healthz", "--quiet", "posix", "/data"]


def test_images_are_behind_a_login_that_the_server_reads_from_a_file() -> None:
    pod = children(built(BOTH)[0])["registry-images-server"].inputs["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    variables = {variable["name"]: variable["value"] for variable in container["env"]}
    assert variables["REGISTRY_AUTH"] == "htpasswd"
    assert variables["REGISTRY_AUTH_HTPASSWD_PATH"] == "/credentials/htpasswd"
    assert {"name": "credentials", "mountPath": "/credentials", "readOnly": True} in container["volumeMounts"]
    assert {"name": "credentials", "secret": {"secretName": "images"}} in pod["volumes"]


def test_only_the_environments_own_namespaces_may_talk_to_the_store_and_it_to_nobody() -> None:
    policy = children(built(INSTALLED)[0])["registry-objects-policy"].inputs
    assert policy["metadata"] == {
        "name": "objects",
        "namespace": "transship-test-objects",
        "labels": {**MANAGED, "app.kubernetes.io/name": "objects"},
    }
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


def test_images_are_asked_for_from_any_address_and_by_their_port_only() -> None:
    policy = children(built(BOTH)[0])["registry-images-policy"].inputs
    assert policy["spec"]["ingress"] == [{"ports": [{"protocol": "TCP", "port": 5000}]}]
    assert policy["spec"]["policyTypes"] == ["Ingress", "Egress"]


@pytest.mark.parametrize(
    ("own", "stacks", "taken"),
    [(None, None, None), (None, "fast", "fast"), ("slow", "fast", "slow")],
    ids=["the cluster's default", "the stack's", "its own"],
)
def test_a_volume_has_the_storage_class_that_is_nearest(own: str | None, stacks: str | None, taken: str | None) -> None:
    wanted = replace(INSTALLED, install_objects=InstallObjectsOptions(storage_gib=200, storage_class=own))
    spec = children(built(wanted, stacks)[0])["registry-objects-volume"].inputs["spec"]
    assert spec["resources"] == {"requests": {"storage": "200Gi"}}
    assert spec.get("storageClassName") == taken


@pytest.mark.parametrize(
    ("registry", "said"),
    [
        (RegistryOptions(images="registry.example.com", objects=STORE), "is left to the object store's owner"),
        (INSTALLED, "is not done: the installed object store keeps none"),
    ],
    ids=["used", "installed"],
)
def test_what_cannot_be_kept_is_said(registry: RegistryOptions, said: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    built(registry)
    assert f"keeping overwritten and removed objects for 30 days {said}" in caplog.text


def test_keys_are_the_stacks_and_in_clear_nowhere() -> None:
    recording, result = built(BOTH)
    found = children(recording)
    assert {found[f"registry-{role}-credentials"].inputs["stringData"] for role in ROLES} == {SECRET}
    assert HUSH not in repr(recording)
    assert result.store.secrets.keys() == {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"}


@pytest.mark.parametrize("role", ROLES)
def test_a_server_starts_when_what_it_mounts_is_there(role: str) -> None:
    found = children(built(BOTH)[0])
    needed = {found[f"registry-{role}-{part}"].urn for part in PARTS if part != "server"}
    assert needed <= found[f"registry-{role}-server"].dependencies
