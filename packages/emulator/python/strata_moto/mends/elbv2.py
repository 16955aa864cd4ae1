"""Load balancers and target groups: the scheme of a public one, and names that are had once.

moto 5.2.5 answers no scheme where the request names none; AWS answers internet-facing. The provider only looks
whether a load balancer is internal, so Terraform does not notice; who asks the API does.

On AWS a second request with the same settings is answered with what the first one made, so that a lost answer
can be asked for again, and one with other settings is refused. moto makes a second load balancer of that name,
of which no state knows, and refuses the second target group whatever its settings are.
https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html
"""

from moto.elbv2.exceptions import DuplicateLoadBalancerName, DuplicateTargetGroupName
from moto.elbv2.models import ELBv2Backend, FakeLoadBalancer

from ..patching import around


@around(FakeLoadBalancer, "__init__")
def _public_by_default(original, self, *args, **kwargs):
    original(self, *args, **kwargs)
    self.scheme = self.scheme or "internet-facing"


def _once_a_name(method: str, collection: str, duplicate: type[Exception]) -> None:
    @around(ELBv2Backend, method)
    def create(original, self, name, **settings):
        for existing in getattr(self, collection).values():
            if existing.name == name:
                if existing.asked_for == settings:
                    return existing
                raise duplicate()
        made = original(self, name, **settings)
        made.asked_for = settings
        return made


_once_a_name("create_load_balancer", "load_balancers", DuplicateLoadBalancerName)
_once_a_name("create_target_group", "target_groups", DuplicateTargetGroupName)
