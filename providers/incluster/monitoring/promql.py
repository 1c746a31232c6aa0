"""The little of PromQL that rules and dashboards are put together from. Pure."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Selector:
    """A metric and the label matchers that narrow it, for example `up{job="node"}`."""

    metric: str
    matchers: tuple[str, ...] = ()

    def where(self, **labels: str) -> "Selector":
        """The selector, narrowed to exact label values."""
        return replace(self, matchers=(*self.matchers, *(f"{name}={quoted(value)}" for name, value in labels.items())))

    def matching(self, label: str, values: Sequence[str]) -> "Selector":
        """The selector, narrowed to any of the label values, none of which holds a regular expression."""
        return replace(self, matchers=(*self.matchers, f"{label}=~{quoted('|'.join(values))}"))

    def __str__(self) -> str:
        return f"{self.metric}{{{','.join(self.matchers)}}}" if self.matchers else self.metric


def quoted(text: str) -> str:
    """A PromQL string: double quotes with Go's escapes, which JSON shares."""
    return json.dumps(text, ensure_ascii=False)


def number(value: Decimal) -> str:
    """A PromQL number, without an exponent and without zeros that say nothing."""
    return f"{value.normalize():f}"


def rate(counter: Selector, window: str) -> str:
    """How fast a counter grows, per second, averaged over the window."""
    return f"rate({counter}[{window}])"


def total(expressions: Sequence[str], by: str) -> str:
    """The sum of several vectors by labels; a vector that is absent adds nothing.

    A bare `a or b` would drop what `b` shares its labels with `a` for, and `a + b` is empty when one side is:
    each part gets a label of its own first.
    """
    if len(expressions) == 1:
        return f"sum by ({by}) ({expressions[0]})"
    parts = [f'label_replace({each}, "part", "{index}", "", "")' for index, each in enumerate(expressions)]
    return f"sum by ({by}) ({' or '.join(parts)})"
