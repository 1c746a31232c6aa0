"""Opens an account for one stack: an explicit provider that tags everything and refuses the wrong account."""

import pulumi
import pulumi_aws

from providers.aws.site import Site

PROVIDER_NAME = "aws"


def open_access(site: Site) -> pulumi_aws.Provider:
    """Creates the provider; credentials are those of whoever deploys, and never enter the state."""
    return pulumi_aws.Provider(
        PROVIDER_NAME,
        region=site.region,
        allowed_account_ids=[site.account_id],
        default_tags={"tags": site.tags(pulumi.get_stack())},
    )
