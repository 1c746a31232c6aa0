"""What a provider's configuration says of the account that it is for."""

from collections.abc import Callable, Mapping
from typing import Final

from lab.clouds.values import Properties
from lab.clouds.vendors.kinds import Made, texts_at

ACCOUNT: Final = "123456789012"
"""The account that AWS's own documentation shows."""

REGION: Final = "us-east-1"


def settings(configuration: Properties) -> Mapping[str, str]:
    """`account` and `region`; `home` is the region of the provider, where a resource may name another."""
    region = next(iter(texts_at(configuration, "region")), REGION)
    account = next(iter(texts_at(configuration, "allowedAccountIds")), ACCOUNT)
    return {"account": account, "region": region, "home": region}


def elsewhere(identity: str) -> Callable[[Made], str]:
    """The id of something that is unique in its region only: `name@region` where that is not the provider's own.

    So does Pulumi spell it for an import; https://www.pulumi.com/registry/packages/aws/, 2026-11-21.
    """
    return lambda made: made.text(identity if made.words["region"] == made.words["home"] else f"{identity}@{{region}}")
