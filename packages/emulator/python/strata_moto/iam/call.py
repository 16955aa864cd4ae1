"""A request read by botocore's model: the operation and its parameters."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from botocore.model import OperationNotFoundError
from moto.core.parse import PROTOCOL_PARSERS
from moto.core.request import Request, determine_request_protocol
from moto.core.routing import NotFound, get_service_router
from moto.core.utils import get_service_model
from moto.utilities.utils import get_partition

from .policy import CannotJudge

#: Where botocore calls a service otherwise than it is called in a signature.
_MODELS = {
    "elasticfilesystem": "efs",
    "elasticloadbalancing": "elbv2",
    "monitoring": "cloudwatch",
    "states": "stepfunctions",
    "tagging": "resourcegroupstaggingapi",
}
#: Where a service is called otherwise in a policy than in a signature.
_PREFIXES = {"monitoring": "cloudwatch", "tagging": "tag"}


@dataclass(frozen=True)
class Call:
    #: As policies call it, such as `cloudwatch`.
    service: str
    #: Such as `PutMetricAlarm`.
    operation: str
    parameters: Mapping
    headers: Mapping[str, str]
    query: Mapping[str, str]
    body: bytes
    region: str
    account: str

    @property
    def partition(self) -> str:
        return get_partition(self.region)

    def arn(self, rest: str, service: str | None = None, regional: bool = True) -> str:
        region = self.region if regional else ""
        return f"arn:{self.partition}:{service or self.service}:{region}:{self.account}:{rest}"


def read_call(environ: dict, body: bytes, service: str, region: str, account: str) -> Call:
    # A copy, as reading it uses it up.
    request = Request({**environ, "wsgi.input": io.BytesIO(body), "werkzeug.request": None})
    request.get_data(cache=True)
    name = _MODELS.get(service, service)
    target = request.headers.get("X-Amz-Target", "")
    try:
        if target:
            # By its last part: SDKs differ in what they write before it.
            operation, labels = get_service_model(name).operation_model(target.rpartition(".")[2]), {}
        else:
            operation, labels = get_service_router(name).match(request)
    except (NotFound, OperationNotFoundError) as error:
        raise CannotJudge(f"{request.method} {request.path}, which is no operation of {name}") from error
    return Call(
        service=_PREFIXES.get(service, service),
        operation=operation.name,
        parameters=labels if name == "s3" else _parameters(request, body, name, operation, labels),
        headers={key.lower(): value for key, value in request.headers.items()},
        query=dict(parse_qsl(environ.get("QUERY_STRING", ""), keep_blank_values=True)),
        body=body,
        region=region,
        account=account,
    )


def _parameters(request: Request, body: bytes, name: str, operation, labels: Mapping) -> Mapping:
    protocol = determine_request_protocol(get_service_model(name), request.content_type)
    return PROTOCOL_PARSERS[protocol](operation).parse(
        {
            "method": request.method,
            "values": request.values,
            "headers": request.headers,
            "body": body,
            "url_path": request.path,
            "url_params": labels,
        }
    )
