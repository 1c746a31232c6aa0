"""Where models and container images lie.

What replaces: `ForceNew` in the Terraform provider that Pulumi's is made of,
https://github.com/hashicorp/terraform-provider-google/tree/main/google/services, 2026-11-21.
"""

from collections.abc import Iterator
from typing import Final

from lab.clouds.values import Properties
from lab.clouds.vendor import AutoName, Existing, Failure
from lab.clouds.vendors import rules
from lab.clouds.vendors.google.identity import grant
from lab.clouds.vendors.kinds import Kind, paths

_REPOSITORY: Final = "projects/{project}/locations/{location}/repositories/{repository}"
_BUCKET_NAME: Final = r"(?!goog)(?!.*google)[a-z0-9](?!.*\.\.)[a-z0-9._-]{1,61}[a-z0-9]"
_BUCKET_RULE: Final = (
    "bucket names are 3 to 63 small letters, digits, - _ and ., without google; "
    "https://cloud.google.com/storage/docs/buckets#naming"
)


def _turbo(inputs: Properties, existing: Existing) -> Iterator[Failure]:
    """Source: https://cloud.google.com/storage/docs/availability-durability#turbo-replication, 2026-11-21."""
    del existing
    one_region = "-" in str(inputs.get("location")) and inputs.get("customPlacementConfig") is None
    if inputs.get("rpo") == "ASYNC_TURBO" and one_region:
        yield Failure("rpo", "ASYNC_TURBO is for buckets in two regions")


KINDS: Final = (
    Kind(
        "gcp:storage/bucket:Bucket",
        model="storage.v1.Bucket",
        renames={"lifecycleRules": "", "logging": "", "retentionPolicy": "", "cors": "", "website": ""},
        elsewhere={"lifecycleRules": "storage.v1.Bucket.lifecycle.rule"},
        name=AutoName(lower=True),
        identity="{name}",
        outputs={"selfLink": "https://www.googleapis.com/storage/v1/b/{name}", "url": "gs://{name}"},
        replaced_by=paths(
            "name location project enableObjectRetention customPlacementConfig.dataLocations hierarchicalNamespace"
        ),
        rules=(
            rules.named("name", _BUCKET_NAME, _BUCKET_RULE),
            rules.named("publicAccessPrevention", "inherited|enforced", "is inherited or enforced"),
            _turbo,
        ),
    ),
    grant("storage/bucketIAMMember:BucketIAMMember", "bucket", "b/{bucket}"),
    Kind(
        "gcp:storage/managedFolder:ManagedFolder",
        model="storage.v1.ManagedFolder",
        identity="{bucket}/{name}",
        outputs={"selfLink": "https://www.googleapis.com/storage/v1/b/{bucket}/managedFolders/{name}"},
        replaced_by=paths("bucket name"),
        needs={"bucket": "gcp:storage/bucket:Bucket"},
        rules=(rules.named("name", r".+/", "names of managed folders end with a slash"),),
    ),
    grant(
        "storage/managedFolderIamMember:ManagedFolderIamMember",
        "bucket managedFolder",
        "b/{bucket}/managedFolders/{managedFolder}",
    ),
    Kind(
        "gcp:artifactregistry/repository:Repository",
        model="artifactregistry.v1.Repository",
        identity="projects/{project}/locations/{location}/repositories/{repositoryId}",
        outputs={
            "name": "{repositoryId}",
            "registryUri": "{location}-docker.pkg.dev/{project}/{repositoryId}",
            "createTime": "2026-01-01T00:00:00.000000Z",
        },
        replaced_by=paths(
            "format repositoryId kmsKeyName location mavenConfig.allowSnapshotOverwrites mavenConfig.versionPolicy "
            "mode remoteRepositoryConfig project"
        ),
        rules=(
            rules.named(
                "repositoryId",
                r"[a-z]([-a-z0-9]{0,61}[a-z0-9])?",
                "repositories are called by 1 to 63 small letters, digits and hyphens, a letter first",
            ),
        ),
    ),
    grant("artifactregistry/repositoryIamMember:RepositoryIamMember", "repository location project", _REPOSITORY),
)
