"""What a stack in a lab needs beyond the repository's stack file: the lab's addresses, keys, nodes and images."""

import os
from collections.abc import Mapping, Sequence

from components.errors import UnsupportedError
from lab.cluster import Lab, ObjectStore

STACK = "onprem-demo"


def options(lab: Lab, nodes: Sequence[str], images: Mapping[str, str]) -> dict[str, object]:
    """The lab's own values for the stack's options.

    Args:
        lab: a running lab.
        nodes: the nodes that the stack's pool is made of.
        images: `puller` and `mlserver`, by the names under which the nodes know them.
    """
    store = object_store(lab)
    return {
        "kubeconfig_path": str(lab.clusters[0].kubeconfig),
        "registry": {"objects": {"url": store.url, "endpoint": store.endpoint, "region": store.region}},
        "images": {"puller": images["puller"], "runtimes": {"mlserver": images["mlserver"]}},
        "pools": {"cpu": {"nodes": list(nodes), "selector": None}},
    }


def secrets(lab: Lab) -> dict[str, str]:
    """The keys of the lab's object store, under the names that the stack keeps them by."""
    store = object_store(lab)
    return {
        "objects_access_key_id": store.access_key_id,
        "objects_secret_access_key": store.secret_access_key,
    }


def registry_environment(lab: Lab) -> dict[str, str]:
    """The variables with which `transship models` reaches the lab's registry, over the process's own."""
    store = object_store(lab)
    return {
        **os.environ,
        "TRANSSHIP_REGISTRY": store.url,
        "AWS_ENDPOINT_URL": store.endpoint,
        "AWS_REGION": store.region,
        "AWS_ACCESS_KEY_ID": store.access_key_id,
        "AWS_SECRET_ACCESS_KEY": store.secret_access_key,
    }


def object_store(lab: Lab) -> ObjectStore:
    """The lab's object store.

    Raises:
        UnsupportedError: the lab has none, because its cluster is a user's own.
    """
    if lab.objects is None:
        hint = "transship lab up, without --kubeconfig"
        raise UnsupportedError.because(f"lab {lab.name}", "it has no object store of its own", hint=hint)
    return lab.objects
