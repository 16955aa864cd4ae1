"""CloudFront distributions.

moto 5.2.5 reads back a distribution that differs from the one it was given:
- every cache behaviour has ForwardedValues, also with a cache policy;
- function and Lambda associations of a behaviour are dropped;
- an origin loses its OriginAccessControlId and its S3OriginConfig;
- CloudFrontDefaultCertificate is true beside an ACM or IAM certificate, and
  the certificates there are not are read back as empty strings.
"""

from moto.cloudfront.models import DefaultCacheBehaviour, Origin, ViewerCertificate

from ..patching import around


@around(DefaultCacheBehaviour, "__init__")
def _behaviour_as_given(original, self, config):
    forwards = "ForwardedValues" in config
    original(self, config)
    if not forwards:
        self.forwarded_values = None
    nothing = {"Quantity": 0}
    self.function_associations = config.get("FunctionAssociations") or nothing
    self.lambda_function_associations = (
        config.get("LambdaFunctionAssociations") or nothing
    )


@around(Origin, "__init__")
def _origin_as_given(original, self, config):
    original(self, config)
    self.origin_access_control_id = config.get("OriginAccessControlId") or ""
    self.s3_origin_config = config.get("S3OriginConfig")


@around(ViewerCertificate, "__init__")
def _certificate_as_given(original, self, config):
    original(self, config)
    self.acm_certificate_arn = self.acm_certificate_arn or None
    self.iam_certificate_id = self.iam_certificate_id or None
    if self.acm_certificate_arn or self.iam_certificate_id:
        self.cloud_front_default_certificate = False
        self.certificate_source = "acm" if self.acm_certificate_arn else "iam"
    else:
        self.ssl_support_method = "vip"
