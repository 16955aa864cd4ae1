"""Load balancers: the scheme of a public one.

moto 5.2.5 answers no scheme where the request names none; AWS answers internet-facing. The provider only looks
whether a load balancer is internal, so Terraform does not notice; who asks the API does.
"""

from moto.elbv2.models import FakeLoadBalancer

from ..patching import around


@around(FakeLoadBalancer, "__init__")
def _public_by_default(original, self, *args, **kwargs):
    original(self, *args, **kwargs)
    self.scheme = self.scheme or "internet-facing"
