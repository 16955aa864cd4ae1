"""Whether a request is allowed, in the words of AWS.

Not asked: what a service does on its own behalf or by a service-linked role, grants and policies of KMS keys, policies of
resources except those of roles (who may take them on) and buckets (`mends/s3_policy.py`).
"""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

from moto.iam.models import iam_backends
from moto.resourcegroupstaggingapi.models import resourcegroupstaggingapi_backends

from .call import Call
from .identity import Caller, tags_of
from .policy import CannotJudge, Context, as_list, effects, matches
from .question import Question, questions

#: Condition keys that a request may have. Any other one is a defect to mend here and not a reason to guess.
_KNOWN = (
    "aws:calledvia",
    "aws:principalaccount",
    "aws:principalarn",
    "aws:principalisawsservice",
    "aws:principaltype",
    "aws:requestedregion",
    "aws:resourceaccount",
    "aws:securetransport",
    "aws:sourceaccount",
    "aws:sourcearn",
    "aws:sourcevpc",
    "aws:sourcevpce",
    "aws:tagkeys",
    "aws:viaawsservice",
    "ec2:createaction",
    "iam:associatedresourcearn",
    "iam:awsservicename",
    "iam:passedtoservice",
    "iam:permissionsboundary",
    "iam:policyarn",
    "kms:grantisforawsresource",
    "kms:requestalias",
    "kms:resourcealiases",
    "kms:viaservice",
    "s3:prefix",
    "s3:x-amz-server-side-encryption",
    "s3:x-amz-server-side-encryption-aws-kms-key-id",
    "secretsmanager:name",
    "secretsmanager:secretid",
    "sts:externalid",
    "sts:rolesessionname",
)
#: The last one is the claims of a web identity, which begin with the host of their issuer.
_KNOWN_KINDS = ("aws:requesttag/*", "aws:principaltag/*", "kms:encryptioncontext:*", "*.*:*")


@dataclass
class Refusal(Exception):
    code: str
    message: str
    status: int = 403


def check(call: Call, caller: Caller | None, administrator: Caller) -> None:
    """Raises Refusal; None is the administrator, who is asked only for the roles that are taken on."""
    if call.service == "sts" and call.operation == "GetCallerIdentity":
        return  # allowed, whatever a policy says
    for question in questions(call):
        if question.action == "sts:AssumeRole":
            _check_taking_on(call, question, caller or administrator)
        elif question.action == "sts:AssumeRoleWithWebIdentity":
            _check_web_identity(call, question)
        elif caller is not None:
            _check_permission(caller, question, call)


def _context(caller: Caller | None, question: Question, call: Call) -> Context:
    fixed: dict[str, list[str]] = {
        "aws:requestedregion": [call.region],
        "aws:resourceaccount": [call.account],
        "aws:securetransport": ["true"],
        "aws:viaawsservice": ["false"],
        "aws:principalisawsservice": ["false"],
    }
    if caller is not None:
        fixed["aws:principalarn"] = [caller.principal]
        fixed["aws:principalaccount"] = [caller.account]
        fixed["aws:principaltype"] = ["AssumedRole" if ":role/" in caller.principal else "User"]
        fixed |= {f"aws:principaltag/{key.lower()}": [value] for key, value in caller.tags.items()}
    fixed |= question.keys

    def values(key: str) -> list[str]:
        key = key.lower()
        if key in fixed:
            return fixed[key]
        _, found, tag = key.partition(":resourcetag/")
        if found:
            tags = {name.lower(): value for name, value in _tags_of(question.resource, call).items()}
            return [tags[tag]] if tag in tags else []
        if key in _KNOWN or matches(list(_KNOWN_KINDS), key):
            return []
        raise CannotJudge(f"the condition key {key}")

    return values


def _tags_of(resource: str, call: Call) -> Mapping[str, str]:
    if ":iam:" in resource:
        roles = iam_backends[call.account][call.partition].roles.values()
        return next((tags_of(role) for role in roles if role.arn == resource), {})
    tagged = resourcegroupstaggingapi_backends[call.account][call.region]._get_resources_generator()
    return next((one.tags for one in tagged if one.arn == resource), {})


def _check_permission(caller: Caller, question: Question, call: Call) -> None:
    context = _context(caller, question, call)
    layers = (
        ("identity-based policy", caller.policies),
        ("permissions boundary", caller.boundary),
        ("session policy", caller.session),
    )
    said = [
        (kind, effects(documents, question.action, question.resource, context))
        for kind, documents in layers
        if documents is not None
    ]
    for kind, effect in said:
        if "Deny" in effect:
            raise _refused(caller, question, f"with an explicit deny in {_a(kind)}")
    for kind, effect in said:
        if "Allow" not in effect:
            raise _refused(caller, question, f"because no {kind} allows the {question.action} action")


def _a(kind: str) -> str:
    return f"an {kind}" if kind.startswith("i") else f"a {kind}"


def _refused(caller: Caller, question: Question, why: str) -> Refusal:
    target = "" if question.resource == "*" else f" on resource: {question.resource}"
    return Refusal(
        "AccessDenied",
        f"User: {caller.arn} is not authorized to perform: {question.action}{target} {why}",
    )


# Taking a role on


def _check_taking_on(call: Call, question: Question, caller: Caller) -> None:
    role = _role(call, question.resource)
    trust = json.loads(role.assume_role_policy_document) if role else {}
    context = _context(caller, question, call)
    account = [f"arn:{call.partition}:iam::{caller.account}:root", caller.account, "*"]
    said = _trusted(trust, "AWS", [caller.arn, caller.principal, *account], question.action, context)
    if said != {"Allow"}:
        raise _refused(caller, question, "because no resource-based policy allows the sts:AssumeRole action")
    # A trust policy that names the account leaves it to the policies of the principal; one that names this is enough.
    named = "Allow" in _trusted(trust, "AWS", [caller.arn, caller.principal], question.action, context)
    if not named or caller.boundary is not None:
        _check_permission(caller, question, call)
    _check_duration(call, role)


def _check_web_identity(call: Call, question: Question) -> None:
    """By the claims of the token. Its signature is not looked at: there is no key to do it with."""
    claims = _claims(call.parameters.get("WebIdentityToken", ""))
    issuer = claims.get("iss", "").removeprefix("https://")
    provider = iam_backends[call.account][call.partition].open_id_providers.get(
        call.arn(f"oidc-provider/{issuer}", service="iam", regional=False)
    )
    audiences = [str(one) for one in as_list(claims.get("aud", []))]
    if provider is None or not set(audiences) & set(provider.client_id_list):
        raise Refusal("InvalidIdentityToken", "No OpenIDConnect provider found in your account for the token", 400)
    keys = {f"{issuer}:{name}".lower(): [str(one) for one in as_list(value)] for name, value in claims.items()}
    context = _context(None, replace(question, keys={**question.keys, **keys}), call)
    role = _role(call, question.resource)
    trust = json.loads(role.assume_role_policy_document) if role else {}
    if _trusted(trust, "Federated", [provider.arn], question.action, context) != {"Allow"}:
        raise Refusal("AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity")
    _check_duration(call, role)


def _claims(token: str) -> dict:
    parts = token.split(".")
    if len(parts) != 3:
        raise Refusal("InvalidIdentityToken", "The token is not a JWT", 400)
    return json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))


def _role(call: Call, arn: str):
    roles = iam_backends[call.account][call.partition].roles.values()
    return next((role for role in roles if role.arn == arn), None)


def _trusted(trust: Mapping, kind: str, names: list[str], action: str, context: Context) -> set[str]:
    """What the statements of a trust policy say whose principal is one of these."""
    statements = [
        statement
        for statement in as_list(trust.get("Statement", []))
        if statement.get("Principal") == "*"
        or set(names) & set(as_list((statement.get("Principal") or {}).get(kind, [])))
    ]
    return effects([{"Statement": statements}], action, "*", context)


def _check_duration(call: Call, role) -> None:
    longest = int(role.max_session_duration or 3600)
    if int(call.parameters.get("DurationSeconds") or 0) > longest:
        raise Refusal(
            "ValidationError",
            "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
            400,
        )
