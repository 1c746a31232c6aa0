"""Real Kubernetes on one machine: clusters that leave nothing behind.

What to call: `up`, `status` and `down`; `lab.cluster.images.load` brings images to the nodes.
"""

from lab.cluster.bringing_up import up
from lab.cluster.looking import Server, Status, status
from lab.cluster.model import Cluster, Lab, ObjectStore
from lab.cluster.taking_down import down

__all__ = ["Cluster", "Lab", "ObjectStore", "Server", "Status", "down", "status", "up"]
