"""What things are called on Azure, where many names are short, and some are shared by the whole world. Pure."""

import hashlib
from dataclasses import dataclass

from components.naming import joined

_STORAGE_LENGTH = 24
_REGISTRY_LENGTH = 50
_VAULT_LENGTH = 24
_DIGEST_LENGTH = 8
_AGENT_POOL_LENGTH = 12
_AGENT_POOL_DIGEST_LENGTH = 4
SYSTEM_POOL = "system"
SPOT_ROLE = "spot"


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """The names of one environment's things in one region of one subscription: the same on every run."""

    environment: str
    region: str
    subscription_id: str

    @property
    def group(self) -> str:
        """The resource group; at most 90 characters, and the cluster's own group takes its name into its own."""
        return joined("transship", self.environment, self.region, most=60)

    @property
    def storage(self) -> str:
        """The storage account: 3 to 24 of a-z and 0-9, unique in the world."""
        return self._worldwide(_STORAGE_LENGTH)

    @property
    def replica_storage(self) -> str:
        """The storage account in the second region."""
        return self._worldwide(_STORAGE_LENGTH, "replica")

    @property
    def registry(self) -> str:
        """The container registry: 5 to 50 of a-z and 0-9, unique in the world."""
        return self._worldwide(_REGISTRY_LENGTH)

    @property
    def vault(self) -> str:
        """The key vault: 3 to 24 of a-z, 0-9 and dashes, unique in the world."""
        return self._worldwide(_VAULT_LENGTH)

    def regional(self, *parts: str, most: int = 63) -> str:
        """Whatever else is created in the group."""
        return joined("transship", self.environment, *parts, most=most)

    def _worldwide(self, most: int, role: str = "") -> str:
        """Readable at its start, unique by its end: others have environments called `prod`, too."""
        whole = "/".join([self.subscription_id, self.region, self.environment, role])
        stem = f"transship{_letters(self.environment)}"[: most - _DIGEST_LENGTH]
        return stem + hashlib.sha256(whole.encode()).hexdigest()[:_DIGEST_LENGTH]


def agent_pool_name(pool: str, role: str = "") -> str:
    """What AKS calls a pool's nodes: at most 12 of a-z and 0-9, beginning with a letter.

    A pool whose own name fits keeps it; any other, a second group of nodes, and one that would be called as the
    cluster's own, end in a digest, so that `gpu-80` and `gpu80` stay two pools.
    """
    if not role and pool.isalnum() and len(pool) <= _AGENT_POOL_LENGTH and pool != SYSTEM_POOL:
        return pool
    digest = hashlib.sha256(f"{pool}/{role}".encode()).hexdigest()[:_AGENT_POOL_DIGEST_LENGTH]
    stem = _letters(pool)[: _AGENT_POOL_LENGTH - _AGENT_POOL_DIGEST_LENGTH]
    return stem + digest


def _letters(text: str) -> str:
    return "".join(character for character in text if character.isalnum())
