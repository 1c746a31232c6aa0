"""Planning without an engine: what a stack would create, as data."""
