"""Route 53 private hosted zones.

moto 5.2.5 makes a zone private only when HostedZoneConfig.PrivateZone is set.
In AWS a zone created with a VPC is private, and the provider (as the API says)
does not send PrivateZone, so the VPC is dropped and the zone is public.
"""

from moto.route53.responses import Route53

from ..patching import around


@around(Route53, "create_hosted_zone")
def _private_when_given_a_vpc(original, self):
    if self._get_param("VPC.VPCId"):
        config = self.params.setdefault("HostedZoneConfig", {})
        config["PrivateZone"] = True
    return original(self)
