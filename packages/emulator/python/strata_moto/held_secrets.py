"""GET /strata/secrets: every secret that the emulator holds, for tests which look for them where none must be.

The whole of moto is walked, so that a service which is used tomorrow is looked through as well. A secret is known by the
name that holds it, or by what it is: a private key.
"""

import base64
import os
import re
from collections.abc import Iterator
from typing import Any

from moto.core.base_backend import BackendDict

from .services.service import SERVICES, snake_case

_NAMES = {
    "access_token",
    "auth_token",
    "client_secret",
    "key_material",
    "master_user_password",
    "oauth_token",
    "password",
    "private_key",
    "secret",
    "secret_access_key",
    "secret_binary",
    "secret_string",
    "secret_token",
    "session_token",
}
_PRIVATE_KEY = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----")
# Objects of S3 are where secrets are looked for, and not what they are looked up in.
_NOT_WALKED = {"s3", "s3bucket_path"}
_OURS = ("moto.", "strata_moto.")


def held_secrets() -> list[dict[str, str]]:
    """Each secret once, with the service and the name that hold it."""
    found = {value: kind for root in _roots() for kind, value in _secrets(root)}
    registry = os.environ.get("STRATA_EMULATOR_REGISTRY_PASSWORD")
    if registry:
        found[registry] = "ecr password"
    return sorted(
        ({"kind": kind, "value": value} for value, kind in found.items()),
        key=lambda secret: (secret["kind"], secret["value"]),
    )


def _roots() -> list[Any]:
    used = [backends for backends in BackendDict._instances if backends.service_name not in _NOT_WALKED]
    return [*used, *SERVICES.values()]


def _secrets(root: Any) -> Iterator[tuple[str, str]]:
    """Without recursion: what moto holds is linked to and fro, and deep."""
    seen: set[int] = set()
    waiting: list[tuple[str, str, Any]] = [("", "", root)]
    while waiting:
        service, name, value = waiting.pop()
        if isinstance(value, (str, bytes)):
            text = _text(value)
            if text and (name in _NAMES or _PRIVATE_KEY.search(text)):
                yield f"{service} {name}", text
        elif id(value) not in seen:
            seen.add(id(value))
            service = _service(value) or service
            if getattr(value, "parameter_type", None) == "SecureString":
                yield f"{service} SecureString", value.decrypt(value.value)
            waiting.extend((service, _name(key) or name, member) for key, member in _members(value))


def _service(value: Any) -> str:
    """By the module of a class: `moto.rds.models`."""
    module = type(value).__module__
    return module.split(".")[1] if module.startswith(_OURS) else ""


def _name(key: Any) -> str:
    return snake_case(key).strip("_") if isinstance(key, str) else ""


def _members(value: Any) -> list[tuple[Any, Any]]:
    if isinstance(value, dict):
        return list(value.items())
    if isinstance(value, (list, tuple, set, frozenset)):
        return [(None, member) for member in value]
    if _service(value):
        return list(getattr(value, "__dict__", {}).items())
    return []


def _text(value: str | bytes) -> str:
    """Bytes which are no text in the form in which JSON would carry them."""
    if isinstance(value, str):
        return value
    try:
        return value.decode("ascii")
    except UnicodeDecodeError:
        return base64.b64encode(value).decode()
