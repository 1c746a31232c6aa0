"""How the cluster is reached: a kubeconfig that holds no credentials, but the command that fetches some. Pure."""

import json

from providers.aws.site import Site


def auth_command(site: Site) -> str:
    """What a person types to get credentials."""
    return f"aws eks update-kubeconfig --region {site.region} --name {site.cluster}"


def kubeconfig(site: Site, endpoint: str, authority: str) -> str:
    """The kubeconfig, as JSON, which is YAML.

    Args:
        site: the cluster's region and name.
        endpoint: URL of the API server.
        authority: its certificate authority, in base64.
    """
    fetch = {
        "apiVersion": "client.authentication.k8s.io/v1beta1",
        "command": "aws",
        "args": ["eks", "get-token", "--region", site.region, "--cluster-name", site.cluster, "--output", "json"],
        "interactiveMode": "Never",
    }
    name = site.cluster
    return json.dumps(
        {
            "apiVersion": "v1",
            "kind": "Config",
            "clusters": [{"name": name, "cluster": {"server": endpoint, "certificate-authority-data": authority}}],
            "users": [{"name": name, "user": {"exec": fetch}}],
            "contexts": [{"name": name, "context": {"cluster": name, "user": name}}],
            "current-context": name,
        }
    )
