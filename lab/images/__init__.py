"""Container images for the lab, made without Docker: Debian packages, wheels and our own files in, an OCI archive out.

What to call: `build` makes one of `IMAGES`, or finds it in the user's cache. docs/images.md says what is in each.
"""

from lab.images.build import Image, build
from lab.images.catalogue import IMAGES

__all__ = ["IMAGES", "Image", "build"]
