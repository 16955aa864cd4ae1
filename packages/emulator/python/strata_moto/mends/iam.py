"""IAM users and policies.

moto 5.2.5 has no ListServiceSpecificCredentials, which the provider asks for before it deletes a user with all that is
the user's (force_destroy). It deletes a policy that is attached, which AWS refuses:
https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeletePolicy.html
"""

from itertools import chain

from moto.core.responses import ActionResult
from moto.iam.exceptions import DeleteConflictException
from moto.iam.models import IAMBackend
from moto.iam.responses import IamResponse

from ..patching import add, around


@add(IamResponse)
def list_service_specific_credentials(self):
    return ActionResult({"ServiceSpecificCredentials": []})


@around(IAMBackend, "delete_policy")
def _keep_what_is_attached(original, self, policy_arn):
    # Its attachment_count counts one attachment twice when it is made twice.
    holders = chain(self.roles.values(), self.users.values(), self.groups.values())
    if any(policy_arn in holder.managed_policies for holder in holders):
        raise DeleteConflictException("Cannot delete a policy attached to entities.")
    return original(self, policy_arn)
