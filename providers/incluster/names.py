"""Names inside the cluster that more than one module must agree on. Pure."""

from components.naming import joined


def workload_name(model: str, variant: str) -> str:
    """The Deployment, and whatever belongs to it, of one variant of a model."""
    return joined(model, variant)


METRICS_PORT = "metrics"
"""The name of the container port that a model server's metrics are scraped from."""
