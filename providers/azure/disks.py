"""Disks of nodes and volumes under the environment's own key."""

import pulumi

from providers.azure.foundation import Foundation
from providers.azure.keys import DataKey

DISKS = "disks"


def build_disk_encryption(
    parent: pulumi.Resource, name: str, foundation: Foundation, key: DataKey
) -> pulumi.CustomResource:
    """Creates what encrypts disks; it follows the key when that is rotated."""
    # Imported here: the SDK's largest package, and most environments do without it.
    from pulumi_azure_native import compute  # noqa: PLC0415

    return compute.DiskEncryptionSet(
        f"{name}-{DISKS}",
        disk_encryption_set_name=foundation.access.names.regional(DISKS),
        resource_group_name=foundation.group.name,
        location=foundation.access.region,
        encryption_type=compute.DiskEncryptionSetType.ENCRYPTION_AT_REST_WITH_CUSTOMER_KEY,
        identity=compute.EncryptionSetIdentityArgs(
            type=compute.DiskEncryptionSetIdentityType.USER_ASSIGNED, user_assigned_identities=[key.user.id]
        ),
        active_key=compute.KeyForDiskEncryptionSetArgs(key_url=key.key.key_uri_with_version),
        rotation_to_latest_key_version_enabled=True,
        tags=foundation.access.tags,
        opts=pulumi.ResourceOptions(parent=parent, depends_on=[key.ready]),
    )
