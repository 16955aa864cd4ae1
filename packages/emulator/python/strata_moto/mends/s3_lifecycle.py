"""S3 lifecycle rules: how many old versions are kept.

moto 5.2.5 drops NewerNoncurrentVersions of NoncurrentVersionExpiration. Terraform then waits three minutes
for the rule that it has put, and fails.
"""

from moto.s3.models import FakeBucket
from moto.s3.responses import S3Response

from ..patching import around


@around(FakeBucket, "set_lifecycle")
def _keep_number(original, self, rules):
    original(self, rules)
    for kept, given in zip(self.rules, rules, strict=True):
        expiration = given.get("NoncurrentVersionExpiration") or {}
        kept.newer_noncurrent_versions = expiration.get("NewerNoncurrentVersions")


@around(S3Response, "serialized")
def _answer_number(original, self, action_result):
    result = action_result.result
    if isinstance(result, dict) and "TransitionDefaultMinimumObjectSize" in result:
        rules = self.backend.get_bucket_lifecycle(self.bucket_name)
        for answer, rule in zip(result["Rules"], rules, strict=True):
            number = getattr(rule, "newer_noncurrent_versions", None)
            if number is not None:
                answer["NoncurrentVersionExpiration"]["NewerNoncurrentVersions"] = number
    return original(self, action_result)
