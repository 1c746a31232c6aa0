"""A stack's whole life on stand-ins: up, nothing left to do, a change, drift mended, destroyed, nothing left behind."""
