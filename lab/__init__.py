"""Clouds on one machine: the engine, real Kubernetes, stand-in providers."""
