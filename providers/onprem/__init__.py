"""The owner's own Kubernetes: existing nodes, any S3 API, any OCI registry."""
