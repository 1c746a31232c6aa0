"""The policy pack: checks that block a `pulumi preview`."""
