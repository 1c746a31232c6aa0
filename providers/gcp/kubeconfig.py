"""How the cluster is reached: a kubeconfig without credentials, for a program that fetches them."""

import base64
import binascii
import json

import pulumi

PLUGIN = "gke-gcloud-auth-plugin"
"""What asks for a short-lived token as whoever deploys.

Source: https://cloud.google.com/kubernetes-engine/docs/how-to/cluster-access-for-kubectl, 2026-11-21.
"""


def kubeconfig(name: str, endpoint: pulumi.Input[str], authority: pulumi.Input[str]) -> pulumi.Output[str]:
    """The kubeconfig of a cluster.

    Args:
        name: what its only context is called.
        endpoint: URL of the API server.
        authority: the API server's certificate authority in base64, as Google Cloud gives it.
    """
    known = pulumi.Output.all(endpoint=endpoint, authority=authority)
    return pulumi.Output.secret(
        known.apply(lambda given: json.dumps(document(name, given["endpoint"], given["authority"]), indent=2))
    )


def certificate(authority: str) -> str:
    """The certificate authority as PEM; empty where what was given is none, as in a plan."""
    try:
        return base64.b64decode(authority, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return ""


def document(name: str, endpoint: str, authority: str) -> dict[str, object]:
    """The kubeconfig as an object: one context, one cluster, and a user who is whoever the plugin finds."""
    login = {
        "apiVersion": "client.authentication.k8s.io/v1beta1",
        "command": PLUGIN,
        "provideClusterInfo": True,
        "installHint": f"gcloud components install {PLUGIN}",
    }
    return {
        "apiVersion": "v1",
        "kind": "Config",
        "current-context": name,
        "contexts": [{"name": name, "context": {"cluster": name, "user": name}}],
        "clusters": [{"name": name, "cluster": {"server": endpoint, "certificate-authority-data": authority}}],
        "users": [{"name": name, "user": {"exec": login}}],
    }
