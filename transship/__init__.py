"""The command line, and what runs outside a Pulumi program."""
