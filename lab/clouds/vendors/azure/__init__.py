"""Azure, as its own API specifications in Pulumi's SDK describe it."""

from collections.abc import Mapping
from typing import Final

from lab.clouds.values import Properties, Value
from lab.clouds.vendor import Trouble, Vendor
from lab.clouds.vendors.azure import identity, kubernetes, network, observing, storage
from lab.clouds.vendors.azure.arm import guid, last_segment, settings, type_of
from lab.clouds.vendors.azure.functions import FUNCTIONS
from lab.clouds.vendors.azure.sides import sides
from lab.clouds.vendors.declared import Declared
from lab.clouds.vendors.kinds import Made, texts_at
from lab.clouds.vendors.modelled import Modelled

_COMPLAINTS: Final[Mapping[Trouble, str]] = {
    Trouble.THROTTLED: 'Code="TooManyRequests" Message="The request was throttled: {kind} {subject}"',
    Trouble.QUOTA: 'Code="QuotaExceeded" Message="{kind} {subject} would exceed the approved quota"',
    Trouble.IN_USE: 'Code="InUse{kind}CannotBeDeleted" Message="{subject} is in use by {because_of}"',
    Trouble.EXISTS: 'Code="Conflict" Message="cannot create {kind}: {subject} already exists"',
    Trouble.NOT_FOUND: 'Code="ResourceNotFound" Message="{kind} {subject}: {because_of} was not found"',
    Trouble.HALF_CREATED: 'Code="OperationNotComplete" Message="{kind} {subject} exists, but its provisioning failed"',
}


def _fill(declared: Declared, inputs: Properties, configuration: Properties) -> Mapping[str, Value]:
    """The provider's own location, where the resource says none."""
    location = next(iter(texts_at(configuration, "location")), None)
    needed = "location" in declared.shape.members and inputs.get("location") is None
    return {"location": location} if needed and location else {}


def _identity(made: Made) -> Value:
    """A resource's own identity gets a principal; those it is given are asked for as a list, and shown by their ids."""
    given = made.words.get("identity")
    if not isinstance(given, dict):
        return None
    shown = {**given, "tenantId": made.words["tenant"]}
    if isinstance(users := given.get("userAssignedIdentities"), list):
        shown["userAssignedIdentities"] = {
            str(user): {"clientId": guid(f"client {user}")(made), "principalId": guid(f"principal {user}")(made)}
            for user in users
        }
    if "SystemAssigned" in str(given.get("type")):
        shown["principalId"] = guid("principal")(made)
    return shown


VENDOR: Final[Vendor] = Modelled(
    name="azure-native",
    package="pulumi_azure_native",
    handles=("name",),
    kinds=(*identity.KINDS, *network.KINDS, *kubernetes.KINDS, *storage.KINDS, *observing.KINDS),
    functions=FUNCTIONS,
    settings=settings,
    fill=_fill,
    everywhere=frozenset({"resourceGroupName", "location", "extendedLocation"}),
    added={
        "name": last_segment,
        "type": type_of,
        "provisioningState": lambda made: "Succeeded",
        "identity": _identity,
    },
    aside=sides,
    complaints=_COMPLAINTS,
)
