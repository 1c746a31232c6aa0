"""The few resources of Compute Engine that a network needs, without their SDK module.

`pulumi_gcp.compute` declares some 400 resources in 10 MB of Python: importing it takes longer than planning everything
else. The engine needs a type and inputs only, in the provider's own spelling; that these are right is checked by the
preview on the real provider.
"""

from collections.abc import Mapping

import pulumi

Properties = Mapping[str, pulumi.Input[object]]


class Network(pulumi.CustomResource):
    """A VPC network. https://www.pulumi.com/registry/packages/gcp/api-docs/compute/network/."""

    def __init__(self, name: str, properties: Properties, opts: pulumi.ResourceOptions) -> None:
        super().__init__("gcp:compute/network:Network", name, dict(properties), opts)


class Subnetwork(pulumi.CustomResource):
    """Addresses of a network in one region. https://www.pulumi.com/registry/packages/gcp/api-docs/compute/subnetwork/."""

    def __init__(self, name: str, properties: Properties, opts: pulumi.ResourceOptions) -> None:
        super().__init__("gcp:compute/subnetwork:Subnetwork", name, dict(properties), opts)


class Router(pulumi.CustomResource):
    """What a NAT is attached to. https://www.pulumi.com/registry/packages/gcp/api-docs/compute/router/."""

    def __init__(self, name: str, properties: Properties, opts: pulumi.ResourceOptions) -> None:
        super().__init__("gcp:compute/router:Router", name, dict(properties), opts)


class RouterNat(pulumi.CustomResource):
    """The way out of private nodes. https://www.pulumi.com/registry/packages/gcp/api-docs/compute/routernat/."""

    def __init__(self, name: str, properties: Properties, opts: pulumi.ResourceOptions) -> None:
        super().__init__("gcp:compute/routerNat:RouterNat", name, dict(properties), opts)


class Address(pulumi.CustomResource):
    """An address that is kept. https://www.pulumi.com/registry/packages/gcp/api-docs/compute/address/."""

    address: pulumi.Output[str | None]
    """The address; `address` must be among the properties, None where Google Cloud picks it."""

    def __init__(self, name: str, properties: Properties, opts: pulumi.ResourceOptions) -> None:
        super().__init__("gcp:compute/address:Address", name, dict(properties), opts)
