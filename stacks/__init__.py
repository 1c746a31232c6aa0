"""The Pulumi project: what gets deployed."""
