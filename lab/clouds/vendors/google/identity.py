"""Who may do what, and the keys that things are encrypted with.

What replaces: `ForceNew` in the Terraform provider that Pulumi's is made of,
https://github.com/hashicorp/terraform-provider-google/tree/main/google/services, 2026-11-21.
"""

from typing import Final

from lab.clouds.vendor import AutoName
from lab.clouds.vendors import rules
from lab.clouds.vendors.google.settings import number
from lab.clouds.vendors.kinds import Kind, Made, paths

_MEMBER: Final = (
    r"allUsers|allAuthenticatedUsers|(deleted:)?(user|serviceAccount|group|domain|projectOwner|projectEditor|projectViewer"
    r"|principal|principalSet):.+"
)
_MEMBER_RULE: Final = "members are kind:name, see https://cloud.google.com/iam/docs/principal-identifiers"
_ROLE: Final = r"(projects/[^/]+/|organizations/[^/]+/)?roles/[\w.]+"
_RING: Final = "gcp:kms/keyRing:KeyRing"


def grant(token: str, on: str, identity: str) -> Kind:
    """One role for one member, or for several.

    Args:
        token: without the plugin.
        on: the properties that say on what, separated by spaces.
        identity: the template of what it is on.
    """
    several = token.endswith("Binding")
    members = "members" if several else "member"
    return Kind(
        f"gcp:{token}",
        identity=f"{identity}/{{role}}" if several else f"{identity}/{{role}}/{{member}}",
        outputs={"etag": lambda made: "BwY" + made.digest("etag")[:8]},
        replaced_by=paths(f"{on} role" if several else f"{on} role member"),
        rules=(
            rules.named(members, _MEMBER, _MEMBER_RULE),
            rules.named("role", _ROLE, "roles are roles/…, projects/…/roles/… or organizations/…/roles/…"),
        ),
    )


def _email(made: Made) -> str:
    return made.text("{accountId}@{project}.iam.gserviceaccount.com")


KINDS: Final = (
    Kind(
        "gcp:serviceaccount/account:Account",
        model="iam.v1.ServiceAccount",
        name=AutoName(property="accountId", most_characters=30, lower=True),
        identity="projects/{project}/serviceAccounts/{accountId}@{project}.iam.gserviceaccount.com",
        outputs={
            "email": _email,
            "member": lambda made: f"serviceAccount:{_email(made)}",
            "name": "{id}",
            "uniqueId": lambda made: number(made.text("{id}")),
        },
        replaced_by=paths("accountId project"),
        rules=(
            rules.named(
                "accountId",
                r"[a-z][-a-z0-9]{4,28}[a-z0-9]",
                "ids of service accounts are 6 to 30 small letters, digits and hyphens, and begin with a letter",
            ),
        ),
    ),
    grant("serviceaccount/iAMMember:IAMMember", "serviceAccountId", "{serviceAccountId}"),
    grant("serviceaccount/iAMBinding:IAMBinding", "serviceAccountId", "{serviceAccountId}"),
    grant("projects/iAMMember:IAMMember", "project", "{project}"),
    grant("projects/iAMBinding:IAMBinding", "project", "{project}"),
    Kind(
        "gcp:projects/iAMAuditConfig:IAMAuditConfig",
        model="cloudresourcemanager.v1.AuditConfig",
        identity="{project}/audit_config/{service}",
        outputs={"etag": lambda made: "BwY" + made.digest("etag")[:8]},
        replaced_by=paths("project service"),
    ),
    Kind(
        "gcp:projects/service:Service",
        identity="{project}/{service}",
        replaced_by=paths("project service"),
        rules=(
            rules.named("service", r"[a-z0-9.-]+\.googleapis\.com", "services are called like compute.googleapis.com"),
        ),
    ),
    Kind(
        _RING,
        model="cloudkms.v1.KeyRing",
        name=AutoName(),
        identity="projects/{project}/locations/{location}/keyRings/{name}",
        replaced_by=paths("location name project"),
        rules=(
            rules.named("name", r"[a-zA-Z0-9_-]{1,63}", "key rings are called by 1 to 63 letters, digits, - and _"),
        ),
    ),
    Kind(
        "gcp:kms/cryptoKey:CryptoKey",
        model="cloudkms.v1.CryptoKey",
        name=AutoName(),
        identity="{keyRing}/cryptoKeys/{name}",
        outputs={"primaries": [{"name": "{keyRing}/cryptoKeys/{name}/cryptoKeyVersions/1", "state": "ENABLED"}]},
        replaced_by=paths(
            "keyRing name cryptoKeyBackend destroyScheduledDuration importOnly purpose versionTemplate.protectionLevel"
        ),
        rules=(
            rules.named("name", r"[a-zA-Z0-9_-]{1,63}", "keys are called by 1 to 63 letters, digits, - and _"),
            rules.named("rotationPeriod", r"\d+(\.\d{1,9})?s", "durations are seconds and an s"),
        ),
    ),
    grant("kms/cryptoKeyIAMMember:CryptoKeyIAMMember", "cryptoKeyId", "{cryptoKeyId}"),
)
