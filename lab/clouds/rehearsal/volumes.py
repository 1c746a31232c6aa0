"""Volumes for claims: a cluster that people deploy to has a default storage class, and fake nodes provision nothing."""

from lab.cluster.kubectl import Kubectl, Manifest

_CLASS = "rehearsal"
_VOLUMES = 4
_SIZE = "100Ti"


def put_volumes(kubectl: Kubectl) -> None:
    """Puts a default storage class and a few large volumes into the cluster, where there are none yet."""
    kubectl.apply([_storage_class(), *(_volume(number) for number in range(_VOLUMES))])


def _storage_class() -> Manifest:
    return {
        "apiVersion": "storage.k8s.io/v1",
        "kind": "StorageClass",
        "metadata": {"name": _CLASS, "annotations": {"storageclass.kubernetes.io/is-default-class": "true"}},
        "provisioner": "kubernetes.io/no-provisioner",
    }


def _volume(number: int) -> Manifest:
    return {
        "apiVersion": "v1",
        "kind": "PersistentVolume",
        "metadata": {"name": f"{_CLASS}-{number}"},
        "spec": {
            "storageClassName": _CLASS,
            "capacity": {"storage": _SIZE},
            "accessModes": ["ReadWriteOnce", "ReadWriteMany"],
            # Nothing is ever written there: the pods are fake.
            "hostPath": {"path": "/nowhere"},
        },
    }
