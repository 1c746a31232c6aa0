"""Whose and where: what the names, tags and ARNs of a stack are made of. Pure."""

from dataclasses import dataclass

from components.naming import joined

MANAGED_BY_TAG = "managed-by"
ENVIRONMENT_TAG = "transship-environment"
STACK_TAG = "transship-stack"

ROLE_NAME_LENGTH = 64
"""Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html, 2026-11-21."""

_PARTITIONS = {"cn-": "aws-cn", "us-gov-": "aws-us-gov"}
_DNS_SUFFIXES = {"aws-cn": "amazonaws.com.cn"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One environment in one region of one account."""

    environment: str
    region: str
    account_id: str

    @property
    def partition(self) -> str:
        """The part of AWS that the region belongs to; ARNs begin with it."""
        return next((name for prefix, name in _PARTITIONS.items() if self.region.startswith(prefix)), "aws")

    @property
    def dns_suffix(self) -> str:
        """What the addresses of the region's services end in."""
        return _DNS_SUFFIXES.get(self.partition, "amazonaws.com")

    @property
    def cluster(self) -> str:
        """The cluster's name; what others are called after."""
        return joined("transship", self.environment)

    @property
    def images(self) -> str:
        """The prefix of image references."""
        return f"{self.account_id}.dkr.ecr.{self.region}.{self.dns_suffix}/{self.cluster}"

    def named(self, *parts: str) -> str:
        """A name among those of the region."""
        return joined(self.cluster, *parts)

    def role(self, *parts: str) -> str:
        """The name of a role: roles are the account's, so two regions must not share one."""
        return joined(self.cluster, self.region, *parts, most=ROLE_NAME_LENGTH)

    def bucket(self, region: str | None = None) -> str:
        """The name of the bucket with models, or of its replica in another region; unique among everybody's."""
        return joined("transship", self.account_id, region or self.region, self.environment)

    def arn(self, service: str, resource: str, *, region: str | None = None) -> str:
        """The ARN of something in the account, here or in another region."""
        return f"arn:{self.partition}:{service}:{region or self.region}:{self.account_id}:{resource}"

    def bucket_arn(self, name: str) -> str:
        """The ARN of a bucket, which names neither region nor account."""
        return f"arn:{self.partition}:s3:::{name}"

    def managed_policy(self, name: str) -> str:
        """The ARN of a policy that AWS keeps."""
        return f"arn:{self.partition}:iam::aws:policy/{name}"

    def tags(self, stack: str) -> dict[str, str]:
        """What everything that can be tagged carries."""
        return {MANAGED_BY_TAG: "transship", ENVIRONMENT_TAG: self.environment, STACK_TAG: stack}
