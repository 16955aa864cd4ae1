"""EC2 NAT gateways: their network interface.

moto 5.2.5 keeps the interface of a NAT gateway that is deleted. AWS deletes it with the gateway.
"""

from moto.ec2.models.nat_gateways import NatGatewayBackend

from ..patching import around


@around(NatGatewayBackend, "delete_nat_gateway")
def _interface_goes_too(original, self, nat_gateway_id):
    gateway = original(self, nat_gateway_id)
    self.enis.pop(gateway._eni.id, None)
    return gateway
