"""S3 bucket policies.

moto 5.2.5 looks only at the effect, action and resource of a statement: a Deny
on aws:SecureTransport = false, or on another account, denies everyone, and
HeadObject answers 403.

Here a statement counts only when its principal is the caller and its
conditions hold. aws:SecureTransport is always true: this stand-in speaks plain
HTTP, but what it stands in for is reached over TLS. A statement with a
condition that can't be judged here is left out.
"""

import json
import re
from contextvars import ContextVar
from fnmatch import fnmatchcase

from moto.iam.access_control import PermissionResult, create_access_key
from moto.s3.models import FakeBucket
from moto.s3.responses import S3Response

from ..patching import around

# Who makes the request: the account and, where known, the ARN of the identity.
_caller: ContextVar[tuple[str, str]] = ContextVar("caller", default=("", ""))

# HeadObject is authorized as GetObject.
_ACTIONS = {"s3:HeadObject": "s3:GetObject"}


@around(S3Response, "_key_response")
def _note_caller(original, self, request, full_url):
    account = self.current_account
    try:
        key = create_access_key(
            account, self.partition, self.get_access_key(), dict(request.headers)
        )
        arn = key.arn
    except Exception:  # not a key moto handed out: the account's root
        arn = f"arn:{self.partition}:iam::{account}:root"
    token = _caller.set((account, arn))
    try:
        return original(self, request, full_url)
    finally:
        _caller.reset(token)


def _list(value) -> list:
    return value if isinstance(value, list) else [value]


def _matches(patterns, value: str, fold: bool = False) -> bool:
    if fold:
        return any(
            fnmatchcase(value.lower(), str(p).lower()) for p in _list(patterns)
        )
    return any(fnmatchcase(value, str(pattern)) for pattern in _list(patterns))


def _concerns(statement: dict, element: str, value: str) -> bool:
    fold = element == "Action"
    if f"Not{element}" in statement:
        return not _matches(statement[f"Not{element}"], value, fold)
    return _matches(statement.get(element, "*"), value, fold)


def _is_caller(principal) -> bool:
    if principal == "*":
        return True
    account, arn = _caller.get()
    for name in _list(principal.get("AWS", [])):
        if name in ("*", arn, account):
            return True
        if account and re.fullmatch(f"arn:[^:]+:iam::{account}:root", name):
            return True
    return False


def _concerns_caller(statement: dict) -> bool:
    if "NotPrincipal" in statement:
        return not _is_caller(statement["NotPrincipal"])
    return _is_caller(statement.get("Principal", "*"))


def _conditions_hold(conditions: dict) -> bool:
    account, arn = _caller.get()
    known = {
        "aws:securetransport": "true",
        "aws:principalaccount": account,
        "aws:principalarn": arn,
    }
    for operator, tests in conditions.items():
        operator = operator.removesuffix("IfExists")
        for key, expected in tests.items():
            if key.lower() not in known:
                return False
            actual = known[key.lower()]
            if operator == "Bool":
                holds = actual in [str(value).lower() for value in _list(expected)]
            elif operator in ("StringEquals", "StringLike", "ArnEquals", "ArnLike"):
                holds = _matches(expected, actual)
            elif operator in (
                "StringNotEquals",
                "StringNotLike",
                "ArnNotEquals",
                "ArnNotLike",
            ):
                holds = not _matches(expected, actual)
            else:
                return False
            if not holds:
                return False
    return True


@around(FakeBucket, "get_permission")
def _evaluate_policy(original, self, action, resource):
    if self.policy is None:
        return PermissionResult.NEUTRAL
    action = _ACTIONS.get(action, action)
    result = PermissionResult.NEUTRAL
    for statement in _list(json.loads(self.policy)["Statement"]):
        if (
            _concerns(statement, "Action", action)
            and _concerns(statement, "Resource", resource)
            and _concerns_caller(statement)
            and _conditions_hold(statement.get("Condition", {}))
        ):
            if statement["Effect"] == "Deny":
                return PermissionResult.DENIED
            result = PermissionResult.PERMITTED
    return result
