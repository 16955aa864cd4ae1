"""The WSGI application: health, the services that moto lacks, then moto.

What can't be answered is answered with 400, which the AWS provider does not retry: a 500 keeps it
trying for ten minutes before it says what is wrong.
"""

import io
import json
import os
import re
import threading
import traceback
from collections.abc import Callable, Iterable
from urllib.parse import parse_qs, unquote
from xml.sax.saxutils import escape

from flask import Flask, Response, has_request_context, request
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug import Request as WsgiRequest
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound

from . import MOTO_VERSION
from .held_secrets import held_secrets
from .iam.authorization import Refusal, check
from .iam.call import read_call
from .iam.identity import UnknownKey, administrator, find_caller
from .iam.policy import CannotJudge
from .services.service import SERVICES, Request, ServiceError, perform, reset, snake_case

HEALTH_PATH = "/strata/health"
SECRETS_PATH = "/strata/secrets"
TOKEN_VARIABLE = "STRATA_EMULATOR_TOKEN"
_SCOPE = re.compile(r"Credential=(?P<key>[^/]+)/\d+/(?P<region>[^/]+)/(?P<service>[^/]+)/")
_XML_SERVICES = ("cloudfront", "route53", "s3")


# moto's backends are not made for threads: a request that iterates over tags while another one adds some fails after
# it has changed what it was to change, and the client's next try then finds it done ("InvalidPermission.NotFound").
_one_at_a_time = threading.RLock()


class Application(DomainDispatcherApplication):
    def __init__(self):
        super().__init__(_create_app)

    def __call__(self, environ: dict, start_response: Callable) -> Iterable[bytes]:
        scope = _SCOPE.search(environ.get("HTTP_AUTHORIZATION", ""))
        service = scope["service"] if scope else ""
        if environ.get("PATH_INFO") == HEALTH_PATH and not scope:
            return _health()(environ, start_response)
        if environ.get("PATH_INFO") == SECRETS_PATH and not scope:
            with _one_at_a_time:
                return _json(200, {"secrets": held_secrets()})(environ, start_response)
        if environ.get("PATH_INFO") == "/moto-api/reset":
            reset()
        try:
            with _one_at_a_time:
                refusal = _authorize(environ, scope)
                if refusal is not None:
                    return refusal(environ, start_response)
                if service in SERVICES:
                    return _serve(environ, scope)(environ, start_response)
                return super().__call__(environ, start_response)
        except Exception as error:
            # Not of one of moto's applications, which answer theirs by themselves (see _create_app).
            traceback.print_exc()
            return _refusal(environ, _code(error), str(error) or repr(error))(environ, start_response)


def _authorize(environ: dict, scope: re.Match | None) -> Response | None:
    """The answer to who may not do what they ask. Only what can be refused is read: see `iam`."""
    account = os.environ["MOTO_ACCOUNT_ID"]
    try:
        caller = find_caller(scope["key"], account) if scope else None
        if caller is None and scope and scope["service"] != "sts":
            return None
        body = _body(environ)
        if scope is None and b"Action=AssumeRoleWithWebIdentity" not in body:
            return None
        service, region = (scope["service"], scope["region"]) if scope else ("sts", "us-east-1")
        check(read_call(environ, body, service, region, account), caller, administrator(account))
        return None
    except UnknownKey as error:
        return _error(environ, error.args[0], error.args[1], 403)
    except Refusal as refusal:
        return _error(environ, refusal.code, refusal.message, refusal.status)
    except CannotJudge as gap:
        return _refusal(environ, "NotImplemented", f"IAM can't judge {gap}")


def _body(environ: dict) -> bytes:
    """The body, which stays to be read once more."""
    body = WsgiRequest(environ).get_data(parse_form_data=False)
    environ["wsgi.input"] = io.BytesIO(body)
    environ["CONTENT_LENGTH"] = str(len(body))
    environ.pop("HTTP_TRANSFER_ENCODING", None)
    return body


def _health() -> Response:
    return _json(
        200,
        {
            "emulator": "strata",
            "moto": MOTO_VERSION,
            "pid": os.getpid(),
            "token": os.environ.get(TOKEN_VARIABLE, ""),
        },
    )


def _json(status: int, body: dict) -> Response:
    headers = {"x-amzn-errortype": body["__type"]} if "__type" in body else {}
    return Response(json.dumps(body), status, headers, content_type="application/json")


def _serve(environ: dict, scope: re.Match) -> Response:
    target = environ.get("HTTP_X_AMZ_TARGET", "").rsplit(".", 1)[-1]
    operation, _, argument = environ["PATH_INFO"].strip("/").partition("/")
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    try:
        return _json(
            200,
            perform(
                Request(
                    service=scope["service"],
                    region=scope["region"],
                    operation=snake_case(target or operation),
                    argument=unquote(argument),
                    query=parse_qs(environ.get("QUERY_STRING", "")),
                    body=json.loads(body or b"{}"),
                )
            ),
        )
    except ServiceError as error:
        return _json(error.status, {"__type": error.code, "message": str(error)})


def _create_app(service: str | None) -> Flask:
    if service is None:
        raise NotImplementedError("there is no such service")
    app = create_backend_app(service)
    app.register_error_handler(Exception, _answer_error)
    return app


def _answer_error(error: Exception) -> Response | HTTPException:
    if isinstance(error, (NotFound, MethodNotAllowed)):
        message = f"{request.method} {request.path} is not implemented"
        return _refusal(request.environ, "NotImplemented", message)
    if isinstance(error, HTTPException):
        return error
    traceback.print_exc()
    if isinstance(error, RuntimeError) and "changed size during iteration" in str(error):
        # Two requests at once: the next try of the client finds it settled.
        return Response(str(error), 500)
    return _refusal(request.environ, _code(error), str(error) or repr(error))


def _code(error: Exception) -> str:
    return "NotImplemented" if isinstance(error, NotImplementedError) else "EmulatorDefect"


def _refusal(environ: dict, code: str, reason: str) -> Response:
    """What can't be answered: an error which names service and operation."""
    scope = _SCOPE.search(environ.get("HTTP_AUTHORIZATION", ""))
    service = scope["service"] if scope else "unsigned request"
    message = f"emulator (moto {MOTO_VERSION}): {service} {_operation(environ)}: {reason}"
    return _error(environ, code, message, 400)


def _error(environ: dict, code: str, message: str, status: int) -> Response:
    """An error in the protocol of the service."""
    scope = _SCOPE.search(environ.get("HTTP_AUTHORIZATION", ""))
    service = scope["service"] if scope else ""
    form = environ.get("CONTENT_TYPE", "").startswith("application/x-www-form-urlencoded")
    if not form and service not in _XML_SERVICES:
        # These services refuse with 400, and add "Exception" to what the others say.
        code = "AccessDeniedException" if code == "AccessDenied" else code
        return _json(400, {"__type": code, "message": message})
    if service == "ec2":
        code = "UnauthorizedOperation" if code == "AccessDenied" else code
    error = f"<Error><Code>{code}</Code><Message>{escape(message)}</Message></Error>"
    if service == "ec2":
        error = f"<Response><Errors>{error}</Errors></Response>"
    elif service != "s3":
        error = f"<ErrorResponse>{error}</ErrorResponse>"
    return Response(error, status, content_type="text/xml")


def _operation(environ: dict) -> str:
    target = environ.get("HTTP_X_AMZ_TARGET")
    if target:
        return target.rsplit(".", 1)[-1]
    form = (request if has_request_context() else WsgiRequest(environ)).form
    return form.get("Action") or f"{environ.get('REQUEST_METHOD')} {environ.get('PATH_INFO')}"
