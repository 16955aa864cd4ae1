"""S3 delete markers: removing all versions of an object.

moto 5.2.5 disposes of every version of an object, and has forgotten that a delete marker is one of them:
emptying a bucket whose versioning was suspended fails. Terraform's lock files leave such markers.
"""

from moto.s3.models import FakeDeleteMarker

from ..patching import add


@add(FakeDeleteMarker)
def dispose(self, garbage: bool = False) -> None:
    """A marker holds no content."""
