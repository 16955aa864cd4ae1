"""Who makes a request, and the policies that limit it."""

import json
from dataclasses import dataclass, field

from moto.core.utils import utcnow
from moto.iam.models import IAMBackend, ManagedPolicy, Role, User, iam_backends
from moto.sts.models import AssumedRole, sts_backends

from .policy import Document


class UnknownKey(Exception):
    """A session that never was, or that has ended."""


@dataclass(frozen=True)
class Caller:
    arn: str
    account: str
    #: What the user or role is called, as conditions on the principal know it: a role's ARN, not its session's.
    principal: str
    policies: list[Document]
    boundary: list[Document] | None = None
    session: list[Document] | None = None
    tags: dict[str, str] = field(default_factory=dict)


def administrator(account: str, partition: str = "aws") -> Caller:
    """Who has a key that is nobody's: it may do everything, as far as it is for its own policies."""
    everything = {"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
    arn = f"arn:{partition}:iam::{account}:root"
    return Caller(arn, account, arn, [everything])


def find_caller(access_key: str, account: str, partition: str = "aws") -> Caller | None:
    """The caller whom the emulator gave this key, None for the administrator."""
    iam = iam_backends[account][partition]
    session = sts_backends[account][partition].get_assumed_role_from_access_key(access_key)
    if session is not None:
        if session.expiration < utcnow():
            raise UnknownKey("ExpiredToken", "The security token included in the request is expired")
        return _of_session(iam, session)
    user = iam.get_user_from_access_key_id(access_key)
    if user is None:
        if access_key.startswith("ASIA"):
            raise UnknownKey("InvalidClientTokenId", "The security token included in the request is invalid.")
        return None
    groups = iam.get_groups_for_user(user.name)
    inline = [*user.policies.values(), *(text for group in groups for text in group.policies.values())]
    managed = [*user.managed_policies.values(), *(one for group in groups for one in group.managed_policies.values())]
    return Caller(user.arn, account, user.arn, _documents(inline, managed), _boundary(iam, user))


def _of_session(iam: IAMBackend, session: AssumedRole) -> Caller:
    role = iam.get_role_by_arn(session.role_arn)
    return Caller(
        arn=session.arn,
        account=session.account_id,
        principal=role.arn,
        policies=_documents(role.policies.values(), role.managed_policies.values()),
        boundary=_boundary(iam, role),
        session=[json.loads(session.policy)] if session.policy else None,
        tags=tags_of(role),
    )


def _boundary(iam: IAMBackend, bounded: Role | User) -> list[Document] | None:
    arn = bounded.permissions_boundary_arn
    return _documents([], [iam.get_policy(arn)]) if arn else None


def tags_of(role: Role) -> dict[str, str]:
    return {tag["Key"]: tag["Value"] for tag in role.tags}


def _documents(inline, managed) -> list[Document]:
    return [json.loads(text) for text in inline] + [json.loads(_default(policy)) for policy in managed]


def _default(policy: ManagedPolicy) -> str:
    return next(version.document for version in policy.versions if version.is_default)
