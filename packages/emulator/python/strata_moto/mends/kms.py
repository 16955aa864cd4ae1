"""KMS keys: the rotation period, and whose the default keys are.

moto 5.2.5 drops RotationPeriodInDays of EnableKeyRotation, and GetKeyRotationStatus does not answer
it, nor the date of the next rotation. It answers the default keys of AWS services (alias/aws/...) as
keys of the customer.
"""

import json

from moto.core.utils import unix_time
from moto.kms.models import Key, KmsBackend
from moto.kms.responses import KmsResponse

from ..patching import around

_DAY = 24 * 60 * 60
_DEFAULT_PERIOD = 365


def _key(response: KmsResponse) -> Key:
    backend = response.kms_backend
    return backend.keys[backend.get_key_id(response._get_param("KeyId"))]


@around(KmsResponse, "enable_key_rotation")
def _keep_period(original, self):
    answer = original(self)
    _key(self).rotation_period = self._get_param("RotationPeriodInDays") or _DEFAULT_PERIOD
    return answer


@around(KmsResponse, "get_key_rotation_status")
def _answer_period(original, self):
    status = json.loads(original(self))
    if status["KeyRotationEnabled"]:
        period = getattr(_key(self), "rotation_period", _DEFAULT_PERIOD)
        status |= {
            "RotationPeriodInDays": period,
            "NextRotationDate": round(unix_time()) + period * _DAY,
        }
    return json.dumps(status)


@around(KmsBackend, "create_alias")
def _keys_of_aws(original, self, target_key_id, alias_name):
    alias = original(self, target_key_id, alias_name)
    if alias_name.startswith("alias/aws/"):  # which no customer may create
        self.keys[self.get_key_id(target_key_id)].key_manager = "AWS"
    return alias
