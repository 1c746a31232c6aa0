"""The demonstration: a real model, served by a real stack on real Kubernetes, on this machine."""
