"""What comes from outside: SERVICE and LOAD, from addresses that the operator allowed and nowhere else."""

from graph.federation.allowed import Allowed
from graph.federation.outbound import Outbound, RemoteLimits
from graph.federation.service import federate

__all__ = ["Allowed", "Outbound", "RemoteLimits", "federate"]
