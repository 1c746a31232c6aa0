"""As whom the control plane and the nodes act, each with what it cannot do without."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pulumi
from pulumi_azure_native.managedidentity import UserAssignedIdentity

from providers.azure.foundation import Foundation
from providers.azure.identity import build_identity
from providers.azure.keys import Keys
from providers.azure.network import Network
from providers.azure.roles import Role, grant

CONTROL_PLANE = "control-plane"
NODES = "nodes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Identities:
    """The identities, and what they were granted; a cluster comes after both."""

    control_plane: UserAssignedIdentity
    nodes: UserAssignedIdentity
    grants: Mapping[str, pulumi.Resource]


def build_identities(
    parent: pulumi.Resource,
    name: str,
    foundation: Foundation,
    network: Network,
    keys: Keys,
    image_registry: pulumi.Input[str],
    disks: pulumi.Input[str] | None,
) -> Identities:
    """Creates the identities.

    Args:
        parent: gives the children their provider.
        name: what the names of all children start with.
        foundation: where they are created.
        network: whose subnets the control plane may join things to.
        keys: by which it wraps the cluster's secrets.
        image_registry: the id of the registry that nodes pull from.
        disks: the id of what encrypts disks under the environment's key; None where nothing does.
    """
    control_plane = build_identity(parent, f"{name}-{CONTROL_PLANE}", foundation, CONTROL_PLANE)
    nodes = build_identity(parent, f"{name}-{NODES}", foundation, NODES)
    pull = grant(
        parent, f"{name}-pulls-images", foundation.access, Role.ACR_PULL, to=nodes.principal_id, on=image_registry
    )
    granted = {
        suffix: grant(parent, f"{name}-{suffix}", foundation.access, role, to=control_plane.principal_id, on=scope)
        for suffix, role, scope in _of_control_plane(network, keys, nodes, disks)
    }
    return Identities(control_plane=control_plane, nodes=nodes, grants={**granted, "pulls-images": pull})


def _of_control_plane(
    network: Network, keys: Keys, nodes: UserAssignedIdentity, disks: pulumi.Input[str] | None
) -> Iterator[tuple[str, Role, pulumi.Input[str]]]:
    yield "joins-nodes", Role.NETWORK_CONTRIBUTOR, network.nodes
    yield "joins-api", Role.NETWORK_CONTRIBUTOR, network.api
    if network.gateway is not None:
        yield "joins-gateway", Role.NETWORK_CONTRIBUTOR, network.gateway
    if network.public_address is not None:
        yield "takes-address", Role.NETWORK_CONTRIBUTOR, network.public_address.id
    if disks is not None:
        yield "encrypts-disks", Role.READER, disks
    yield "acts-as-nodes", Role.MANAGED_IDENTITY_OPERATOR, nodes.id
    yield "wraps-secrets", Role.KEY_VAULT_CRYPTO_USER, keys.vault.id
    # The API server gets a private endpoint of its own at the vault, which somebody has to approve.
    yield "reaches-vault", Role.KEY_VAULT_CONTRIBUTOR, keys.vault.id
