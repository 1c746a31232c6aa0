"""The Kubernetes provider in a rehearsal: the real one, pointed at a lab's cluster instead of the pretended one."""
