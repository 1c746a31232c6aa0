"""Leaves out the names under which azure-native's resources may once have been registered.

The SDK gives a resource an alias for every version of its API: a hundred for some, each of them a task to compute, and
together a third of the time that a plan takes. They are for programs that named a version, which ours never did.
"""

from typing import cast

import pulumi

_OWN_TYPES = "azure-native:"


def leave_out_version_aliases() -> None:
    """From here on, resources are registered without them; aliases that somebody wrote stay. Called once."""
    pulumi.runtime.register_stack_transformation(_without_version_aliases)


def _without_version_aliases(args: pulumi.ResourceTransformationArgs) -> pulumi.ResourceTransformationResult | None:
    if not args.type_.startswith(_OWN_TYPES):
        return None
    options = pulumi.ResourceOptions.merge(args.opts, None)
    options.aliases = [alias for alias in options.aliases or [] if not _names_a_version(alias)]
    return pulumi.ResourceTransformationResult(props=args.props, opts=options)


def _names_a_version(alias: object) -> bool:
    """Whether it is the SDK's: a type and nothing else."""
    if not isinstance(alias, pulumi.Alias):
        return False
    type_, name = cast("object", alias.type_), cast("object", alias.name)
    return isinstance(type_, str) and type_.startswith(_OWN_TYPES) and name is ...
