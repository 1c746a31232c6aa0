"""What all resources of Azure's Resource Manager have in common: paths as ids, a type, a state of provisioning."""

import re
from collections.abc import Callable, Mapping
from typing import Final

from lab.clouds.values import Properties, Value
from lab.clouds.vendor import AutoName, Seconds
from lab.clouds.vendors import rules
from lab.clouds.vendors.kinds import AT_ONCE, Computed, Kind, Made, Pool, Rule, texts_at

_GROUP: Final = "/subscriptions/{subscription}/resourceGroups/{resourceGroupName}"
_BLANK: Final = re.compile(r"\{(\w+)\}")
_NAMING: Final = "https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules"


def arm(
    token: str,
    path: str,
    *,
    naming: str = "",
    scope: str = f"{_GROUP}/providers/",
    outputs: Mapping[str, Computed] | None = None,
    replaced_by: frozenset[str] = frozenset(),
    needs: Mapping[str, str] | None = None,
    checks: tuple[Rule, ...] = (),
    nodes: Pool | None = None,
    seconds: Seconds = AT_ONCE,
) -> Kind:
    """A resource type.

    Args:
        token: without the plugin: `network:Subnet`.
        path: of its id below the scope, with the properties that name it and what it is a part of:
            `Microsoft.Network/virtualNetworks/{virtualNetworkName}/subnets/{subnetName}`.
        naming: the pattern that its name follows, from Microsoft's list of rules; empty where there is none.
        scope: what the path begins below: a resource group, unless it is another.
        outputs: see `Kind`, as are `replaced_by`, `needs`, `nodes` and `seconds`.
        replaced_by: beside the names in the path.
        needs: see `Kind`.
        checks: beside that of the name.
        nodes: see `Kind`.
        seconds: see `Kind`.
    """
    names = _BLANK.findall(scope + path)
    own = names[-1] if path.endswith("}") else ""
    named = rules.named(own, naming, f"names follow {naming}, see {_NAMING}")
    return Kind(
        f"azure-native:{token}",
        identity=scope + path,
        # Azure takes a program's name as it is and eight digits after it; most names allow nothing in between.
        name=AutoName(property=own, most_characters=24, separator="", lower=True) if own else None,
        outputs=outputs or {},
        replaced_by=replaced_by | (frozenset(names) - {"subscription"}),
        needs=needs or {},
        rules=(named, *checks) if naming else checks,
        nodes=nodes,
        seconds=seconds,
    )


def id_of(path: str) -> str:
    """The template of an id in a resource's own group."""
    return f"{_GROUP}/providers/{path}"


def guid(purpose: str) -> Callable[[Made], str]:
    """An output that is a GUID: another for each resource and purpose."""

    def compute(made: Made) -> str:
        digits = made.digest(purpose)
        return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:32]))

    return compute


def merged(property_name: str, added: Callable[[Made], Mapping[str, Value]]) -> Callable[[Made], Value]:
    """An output that is an input with more in it."""

    def compute(made: Made) -> Value:
        given = made.words.get(property_name)
        return {**(given if isinstance(given, dict) else {}), **added(made)}

    return compute


def settings(configuration: Properties) -> Mapping[str, str]:
    """`subscription`, `tenant` and `client` of the provider; made up where they are not configured."""

    def of(name: str, otherwise: str) -> str:
        return next(iter(texts_at(configuration, name)), otherwise)

    return {
        "subscription": of("subscriptionId", "00000000-0000-0000-0000-00000000a201"),
        "tenant": of("tenantId", "00000000-0000-0000-0000-00000000a202"),
        "client": of("clientId", "00000000-0000-0000-0000-00000000a203"),
    }


def last_segment(made: Made) -> str:
    """The `name` of a resource."""
    return made.text("{id}").rpartition("/")[2]


def type_of(made: Made) -> str:
    """The `type` of a resource: its provider, and every second segment of the path after it.

    Where it has a property of that name, such as an agent pool, Pulumi shows that one.
    """
    if isinstance(given := made.words.get("type"), str):
        return given
    provider, _, path = made.text("{id}").rpartition("/providers/")[2].partition("/")
    return "/".join([provider, *path.split("/")[::2]])
