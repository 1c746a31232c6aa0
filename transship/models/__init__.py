"""The model registry's client: immutable versions in any object store, every byte checked by SHA-256.

`fetch` is the init step of every model pod: nothing here may import more than obstore and the standard library.
"""
