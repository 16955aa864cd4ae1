"""ECR with a real registry behind it, where the environment names one.

moto 5.2.5 knows of an image only what PutImage tells, so nothing can be pushed to its repositories or
pulled from them. With

    STRATA_EMULATOR_REGISTRY=127.0.0.1:5000
    STRATA_EMULATOR_REGISTRY_USER=AWS
    STRATA_EMULATOR_REGISTRY_PASSWORD=...

the repositories are those of the registry at that address (Docker Registry HTTP API v2, without TLS):
their URIs and the authorization token lead to it, and what was pushed there is what ECR answers. What
PutImage and BatchDeleteImage change is changed there. Without the first variable nothing is mended.

A repository's account and region are no part of its address there: one name is one repository. The
registry takes a push to a repository that was not created, and over an immutable tag.
"""

import hashlib
import json
import os
from base64 import b64encode
from collections.abc import Iterable
from datetime import timedelta

import requests
from moto.core.responses import ActionResult
from moto.core.utils import utcnow
from moto.ecr.models import ECRBackend, Image, Repository
from moto.ecr.responses import ECRResponse

from ..patching import around

_MANIFESTS = ", ".join(
    [
        "application/vnd.docker.distribution.manifest.v2+json",
        "application/vnd.docker.distribution.manifest.list.v2+json",
        "application/vnd.oci.image.manifest.v1+json",
        "application/vnd.oci.image.index.v1+json",
    ]
)


class Registry:
    """A registry for images, by Docker's HTTP API v2."""

    def __init__(self, address: str, user: str, password: str):
        self.address = address
        self.url = f"http://{address}"
        self.token = b64encode(f"{user}:{password}".encode()).decode()

    def _ask(self, method: str, path: str, **options) -> requests.Response | None:
        """The answer; none where there is no such thing."""
        headers = {"Authorization": f"Basic {self.token}", **options.pop("headers", {})}
        with requests.Session() as session:
            session.trust_env = False  # a proxy doesn't lead to this machine
            response = session.request(
                method, f"{self.url}/v2/{path}", headers=headers, timeout=30, **options
            )
        if response.status_code == 404:
            return None
        response.raise_for_status()
        return response

    def tags(self, repository: str) -> list[str]:
        answer = self._ask("GET", f"{repository}/tags/list")
        return (answer.json()["tags"] or []) if answer else []

    def digest(self, repository: str, reference: str) -> str | None:
        """Of the manifest which a tag or a digest names."""
        path = f"{repository}/manifests/{reference}"
        answer = self._ask("HEAD", path, headers={"Accept": _MANIFESTS})
        return answer.headers["Docker-Content-Digest"] if answer else None

    def manifest(self, repository: str, digest: str) -> tuple[str, str]:
        """The manifest and its media type."""
        path = f"{repository}/manifests/{digest}"
        answer = self._ask("GET", path, headers={"Accept": _MANIFESTS})
        if answer is None:
            raise LookupError(f"The registry at {self.address} lost {repository}@{digest}.")
        return answer.text, answer.headers["Content-Type"]

    def put(self, repository: str, tag: str, manifest: str, media_type: str) -> None:
        self._ask(
            "PUT",
            f"{repository}/manifests/{tag}",
            data=manifest.encode(),
            headers={"Content-Type": media_type},
        )

    def delete(self, repository: str, digest: str) -> None:
        self._ask("DELETE", f"{repository}/manifests/{digest}")


class PushedImage(Image):
    """An image whose content the registry has."""

    def get_image_size_in_bytes(self) -> int | None:
        manifest = json.loads(self.image_manifest)
        if "layers" not in manifest:
            return None
        return sum(part["size"] for part in [manifest["config"], *manifest["layers"]])


def _pull(registry: Registry, repository: Repository, digests: Iterable[str] = ()) -> None:
    """Make the images of a repository what the registry has: by tag, and those known or named by digest."""
    tags: dict[str, list[str]] = {}
    for tag in registry.tags(repository.name):
        digest = registry.digest(repository.name, tag)
        if digest:
            tags.setdefault(digest, []).append(tag)
    known = {image.image_digest: image for image in repository.images}
    for digest in {*known, *digests} - {*tags}:
        if registry.digest(repository.name, digest):
            tags[digest] = []
    repository.images = []
    for digest, names in tags.items():
        image = known.get(digest) or _pushed(registry, repository, digest)
        image.image_tags = names
        image.image_tag = names[-1] if names else None
        repository.images.append(image)


def _pushed(registry: Registry, repository: Repository, digest: str) -> Image:
    manifest, media_type = registry.manifest(repository.name, digest)
    account = repository.account_id
    return PushedImage(account, None, manifest, repository.name, media_type, digest, repository.registry_id)


def _push(registry: Registry, repository: Repository, before: dict[str, list[str]]) -> None:
    """Make the registry's images those of the repository, where `before` (tags by digest) is what it has.

    It forgets a tag only together with its image, which is then put again under the others.
    """
    after = {image.image_digest: image for image in repository.images}
    for digest, tags in list(before.items()):
        if digest not in after or not {*tags} <= {*after[digest].image_tags}:
            registry.delete(repository.name, digest)
            del before[digest]
    for digest, image in after.items():
        for tag in {*image.image_tags} - {*before.get(digest, [])}:
            registry.put(repository.name, tag, image.image_manifest, image.image_manifest_media_type)


def _mend(registry: Registry) -> None:
    @around(Repository, "__init__")
    def _at_the_registry(original, self, *args, **kwargs):
        original(self, *args, **kwargs)
        self.uri = f"{registry.address}/{self.name}"

    @around(Image, "_create_digest")
    def _of_the_manifest(original, self):
        self._image_digest = f"sha256:{hashlib.sha256(self.image_manifest.encode()).hexdigest()}"

    @around(ECRResponse, "get_authorization_token")
    def _for_the_registry(original, self):
        data = {
            "authorizationToken": registry.token,
            "expiresAt": utcnow() + timedelta(hours=12),
            "proxyEndpoint": registry.url,
        }
        return ActionResult({"authorizationData": [data]})

    def mirror(operation: str) -> None:
        @around(ECRResponse, operation)
        def _mirrored(original, self):
            repositories = self.ecr_backend.repositories
            repository = repositories.get(self._get_param("repositoryName"))
            if repository is None:
                return original(self)
            asked = [self._get_param("imageId"), *(self._get_param("imageIds") or [])]
            _pull(registry, repository, [one["imageDigest"] for one in asked if one and "imageDigest" in one])
            before = {image.image_digest: image.image_tags.copy() for image in repository.images}
            answer = original(self)
            is_gone = repository.name not in repositories
            if is_gone:
                repository.images = []
            try:
                _push(registry, repository, before)
            except Exception:
                # Who asks again must find what the registry still has.
                if is_gone:
                    repositories[repository.name] = repository
                raise
            return answer

    for operation in (
        "list_images",
        "describe_images",
        "batch_get_image",
        "put_image",
        "batch_delete_image",
        "delete_repository",
        "start_image_scan",
        "describe_image_scan_findings",
    ):
        mirror(operation)


if os.environ.get("STRATA_EMULATOR_REGISTRY"):
    _mend(
        Registry(
            os.environ["STRATA_EMULATOR_REGISTRY"],
            os.environ.get("STRATA_EMULATOR_REGISTRY_USER", "AWS"),
            os.environ.get("STRATA_EMULATOR_REGISTRY_PASSWORD", ""),
        )
    )
