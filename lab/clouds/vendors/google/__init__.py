"""Google Cloud, as its discovery documents and Pulumi's SDK describe it."""

from collections.abc import Mapping
from typing import Final

from lab.clouds.vendor import Trouble, Vendor
from lab.clouds.vendors.google import identity, kubernetes, network, observing, storage
from lab.clouds.vendors.google.documents import resource
from lab.clouds.vendors.google.functions import FUNCTIONS
from lab.clouds.vendors.google.settings import effective, fill, settings
from lab.clouds.vendors.google.sides import sides
from lab.clouds.vendors.modelled import Modelled

_COMPLAINTS: Final[Mapping[Trouble, str]] = {
    Trouble.THROTTLED: "googleapi: Error 429: Quota exceeded for 'Queries' ({kind} {subject}), rateLimitExceeded",
    Trouble.QUOTA: "googleapi: Error 403: Quota exceeded for {kind} {subject}, quotaExceeded",
    Trouble.IN_USE: "googleapi: Error 400: {kind} {subject} is used by {because_of}, resourceInUseByAnotherResource",
    Trouble.EXISTS: "googleapi: Error 409: {kind} {subject} already exists, alreadyExists",
    Trouble.NOT_FOUND: "googleapi: Error 404: {kind} {subject}: {because_of} was not found, notFound",
    Trouble.HALF_CREATED: "{kind} {subject} was created, but waiting for it failed",
}

VENDOR: Final[Vendor] = Modelled(
    name="gcp",
    package="pulumi_gcp",
    handles=("selfLink", "name", "email"),
    kinds=(*network.KINDS, *kubernetes.KINDS, *identity.KINDS, *storage.KINDS, *observing.KINDS),
    functions=FUNCTIONS,
    settings=settings,
    model=resource,
    fill=fill,
    added={
        "project": lambda made: made.words["project"],
        "region": lambda made: made.words["region"],
        "location": lambda made: made.words["location"],
        "effectiveLabels": effective,
        "pulumiLabels": effective,
    },
    aside=sides,
    complaints=_COMPLAINTS,
)
