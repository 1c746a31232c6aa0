"""Which addresses a cluster uses: a block of its own, so that no two clusters on a machine ever share one.

The blocks lie in the range set aside for tests of network equipment, which no real network uses.
Source: RFC 2544, appendix C.2.2, https://www.rfc-editor.org/rfc/rfc2544
"""

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network

RANGE = IPv4Network("198.18.0.0/15")
"""Every address of every lab."""

_BLOCK_PREFIX = 20

BLOCK_COUNT = 2 ** (_BLOCK_PREFIX - RANGE.prefixlen)


@dataclass(frozen=True, slots=True)
class Block:
    """The addresses of one cluster.

    Attributes:
        number: 0 <= number < BLOCK_COUNT.
    """

    number: int

    @property
    def network(self) -> IPv4Network:
        """Everything below, in one route."""
        first = int(RANGE.network_address) + (self.number << (32 - _BLOCK_PREFIX))
        return IPv4Network((first, _BLOCK_PREFIX))

    @property
    def link(self) -> IPv4Network:
        """Between this machine and the cluster."""
        return self._part(0, 24)

    @property
    def neighbour_link(self) -> IPv4Network:
        """Between this cluster and a second one."""
        return self._part(1, 24)

    @property
    def fake_pods(self) -> IPv4Network:
        """What kwok gives to pods that do not run."""
        return self._part(2, 23)

    @property
    def services(self) -> IPv4Network:
        """Addresses of services."""
        return self._part(4, 22)

    @property
    def pods(self) -> IPv4Network:
        """Pods that do run."""
        return self._part(8, 21)

    @property
    def host(self) -> IPv4Address:
        """This machine's end of the link."""
        return self.link[1]

    @property
    def cluster(self) -> IPv4Address:
        """The cluster's end of the link: its API server and its real node."""
        return self.link[2]

    @property
    def kubernetes_service(self) -> IPv4Address:
        """The service of the API server, which takes the first address."""
        return self.services[1]

    @property
    def dns_service(self) -> IPv4Address:
        """The service of the cluster's name server."""
        return self.services[10]

    def _part(self, offset_of_256: int, prefix: int) -> IPv4Network:
        return IPv4Network((int(self.network.network_address) + offset_of_256 * 256, prefix))
