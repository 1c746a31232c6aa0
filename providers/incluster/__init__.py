"""What every target shares once a Kubernetes cluster exists."""
