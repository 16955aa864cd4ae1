"""The embedded AWS of Strata: moto's server, mended where the Terraform AWS provider needs it.

Every mend is for moto 5.2.5 (MOTO_VERSION) and is held by a case in the package's proof folder.
"""

import os

MOTO_VERSION = "5.2.5"

# Read by moto when it is imported, so they are set before.
_SETTINGS = {
    # The account that the demo environment names.
    "MOTO_ACCOUNT_ID": "123456789012",
    # Else the ARN of a managed policy is not found.
    "MOTO_IAM_LOAD_MANAGED_POLICIES": "true",
    # Seconds until a certificate is issued; moto waits a minute.
    "MOTO_ACM_VALIDATION_WAIT": "1",
    # With the mend of ECS: every service runs as many tasks as it wants.
    "MOTO_ECS_SERVICE_RUNNING": "2",
}
for _name, _value in _SETTINGS.items():
    os.environ.setdefault(_name, _value)
