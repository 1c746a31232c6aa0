"""Every type of resource that a stack on AWS has, and how the emulated account holds it."""

from collections.abc import Mapping

from tests.rigs.aws import cluster, groups, identity, images, metrics, network, storage, watching
from tests.rigs.aws.kind import Kind

KINDS: Mapping[str, Kind] = {
    **network.KINDS,
    **groups.KINDS,
    **storage.KINDS,
    **images.KINDS,
    **identity.KINDS,
    **cluster.KINDS,
    **metrics.KINDS,
    **watching.KINDS,
}
