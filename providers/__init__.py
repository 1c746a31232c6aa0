"""How it gets built: one folder per target, and what all targets share inside a cluster."""
