"""Names inside the cluster that more than one module must agree on. Pure."""

from components.naming import MODEL_LABEL, VARIANT_LABEL, joined

METRICS_PORT = "metrics"
"""The name of the container port that a model server's metrics are scraped from."""

HTTP_PORT = "http"
"""The name of the container port that requests enter by, where it is not the one that metrics are scraped from."""

SERVICE_PORT = 80
"""The port of every variant's Service, whatever its server listens on."""

SERVER_CONTAINER = "server"
"""What a model server's container is called; it is given no credentials, only the pull step is."""

STORE_SECRET = "model-store"  # noqa: S105 - the name of a Secret
"""The Secret that holds the registry's keys, in the serving namespace."""


def workload_name(model: str, variant: str) -> str:
    """The Deployment, and whatever belongs to it, of one variant of a model."""
    return joined(model, variant)


def variant_labels(model: str, variant: str) -> dict[str, str]:
    """What tells the pods of one variant from all others in the namespace."""
    return {MODEL_LABEL: model, VARIANT_LABEL: variant}
