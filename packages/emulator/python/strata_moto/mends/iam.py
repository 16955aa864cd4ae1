"""IAM users and policies.

moto 5.2.5 has no ListServiceSpecificCredentials, which the provider asks for before it deletes a user with all that is
the user's (force_destroy). It forgets the permissions boundary of a user. It deletes a policy that is attached, which AWS refuses:
https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeletePolicy.html
"""

from itertools import chain

from moto.core.responses import ActionResult, EmptyResult
from moto.core.serialize import never_return, return_if_not_empty
from moto.iam.exceptions import DeleteConflictException
from moto.iam.models import IAMBackend, User
from moto.iam.responses import IamResponse

from ..patching import add, around


@add(IamResponse)
def list_service_specific_credentials(self):
    return ActionResult({"ServiceSpecificCredentials": []})


User.permissions_boundary_arn = None


@add(User)
@property
def permissions_boundary(self):
    arn = self.permissions_boundary_arn
    return {"PermissionsBoundaryType": "Policy", "PermissionsBoundaryArn": arn} if arn else None


@around(IamResponse, "create_user")
def _with_boundary(original, self):
    result = original(self)
    self.put_user_permissions_boundary()
    return result


@add(IamResponse)
def put_user_permissions_boundary(self):
    user = self.backend.get_user(self._get_param("UserName"))
    user.permissions_boundary_arn = self._get_param("PermissionsBoundary")
    return EmptyResult()


@add(IamResponse)
def delete_user_permissions_boundary(self):
    self.backend.get_user(self._get_param("UserName")).permissions_boundary_arn = None
    return EmptyResult()


IamResponse.RESPONSE_KEY_PATH_TO_TRANSFORMER |= {
    "CreateUserResponse.User.PermissionsBoundary": return_if_not_empty,
    "GetUserResponse.User.PermissionsBoundary": return_if_not_empty,
    "ListUsersResponse.Users.User.PermissionsBoundary": never_return,
}


@around(IAMBackend, "delete_policy")
def _keep_what_is_attached(original, self, policy_arn):
    # Its attachment_count counts one attachment twice when it is made twice.
    holders = chain(self.roles.values(), self.users.values(), self.groups.values())
    if any(policy_arn in holder.managed_policies for holder in holders):
        raise DeleteConflictException("Cannot delete a policy attached to entities.")
    return original(self, policy_arn)
