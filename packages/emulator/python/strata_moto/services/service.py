"""What a service is made of, and the register of services by signing name."""

import re
import threading
from dataclasses import dataclass

from moto.core import DEFAULT_ACCOUNT_ID

SERVICES: dict[str, "Service"] = {}  # by the name that requests are signed for
_LOCK = threading.Lock()


@dataclass
class Request:
    service: str
    region: str
    operation: str  # in snake case, as the method is called
    argument: str  # what follows the operation in a REST path
    query: dict[str, list[str]]
    body: dict
    account: str = DEFAULT_ACCOUNT_ID


class ServiceError(Exception):
    def __init__(self, code: str, message: str, status: int = 400):
        super().__init__(message)
        self.code, self.status = code, status


class Service:
    def __init__(self):
        self.store: dict[str, dict] = {}

    def find(self, arn: str) -> dict:
        if arn not in self.store:
            raise ServiceError("ResourceNotFoundException", f"{arn} not found", 404)
        return self.store[arn]


def serve(service: Service, *signing_names: str) -> None:
    SERVICES.update(dict.fromkeys(signing_names, service))


def reset() -> None:
    for service in SERVICES.values():
        service.store.clear()


def snake_case(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).replace("-", "_").lower()


def perform(request: Request) -> dict:
    method = getattr(SERVICES[request.service], request.operation, None)
    if method is None:
        raise NotImplementedError(f"{request.service} has no {request.operation}")
    with _LOCK:
        return method(request) or {}
