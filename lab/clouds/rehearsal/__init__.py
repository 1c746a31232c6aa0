"""A stack's whole life on stand-ins: up, nothing left to do, drift seen, a change, destroyed, nothing left behind."""
