"""What the two stores of an environment, models and images, are built from."""

from collections.abc import Sequence
from dataclasses import dataclass

from components.specs import RegistrySpec
from providers.azure.foundation import Foundation
from providers.azure.keys import DataKey


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreRequest:
    """What a store is built from.

    Attributes:
        data_key: what data is encrypted under; Azure's own keys when None.
        allowed: who may come from the internet: blocks of addresses.
        replica_region: where the second copy is.
    """

    foundation: Foundation
    spec: RegistrySpec
    data_key: DataKey | None
    allowed: Sequence[str]
    replica_region: str | None
