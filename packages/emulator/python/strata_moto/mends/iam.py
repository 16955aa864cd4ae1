"""IAM users.

moto 5.2.5 has no ListServiceSpecificCredentials, which the provider asks for before it deletes a user with all that is
the user's (force_destroy).
"""

from moto.core.responses import ActionResult
from moto.iam.responses import IamResponse

from ..patching import add


@add(IamResponse)
def list_service_specific_credentials(self):
    return ActionResult({"ServiceSpecificCredentials": []})
