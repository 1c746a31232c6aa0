"""Naming what a program left unnamed, as the real providers do: the resource's name and a random end."""

import hashlib

from lab.clouds.vendor import AutoName

_DIGITS = 7


def chosen(rule: AutoName, resource_name: str, seed: bytes) -> str:
    """A name by a rule.

    Args:
        rule: the type's.
        resource_name: the last part of the URN.
        seed: the engine's; another for each resource that is created.
    """
    wanted = resource_name.lower() if rule.lower else resource_name
    if not rule.separator:
        wanted = "".join(letter for letter in wanted if letter.isalnum())
    if not rule.random:
        return wanted[: rule.most_characters]
    end = rule.separator + hashlib.sha256(seed).hexdigest()[:_DIGITS]
    return wanted[: rule.most_characters - len(end)] + end
