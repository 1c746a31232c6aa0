"""Azure, as its own API specifications in Pulumi's SDK describe it."""
