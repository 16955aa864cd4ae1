"""Resource Groups Tagging: what GetResources lists.

moto 5.2.5 lists resources that are deleted and only kept in sight for a while: inactive ECS
services, clusters and task definitions, deleted NAT gateways, peering connections and prefix
lists, terminated instances. So nobody can ask it what a destroy has left behind.
"""

from moto.ec2.models import ec2_backends
from moto.ecs.models import ecs_backends
from moto.resourcegroupstaggingapi.models import ResourceGroupsTaggingAPIBackend

from ..patching import around


def _deleted(account: str, region: str) -> set[str]:
    """ARNs of ECS, ids of EC2."""
    ecs, ec2 = ecs_backends[account][region], ec2_backends[account][region]
    revisions = [one for family in ecs.task_definitions.values() for one in family.values()]
    inactive = [*ecs.services.values(), *ecs.clusters.values(), *revisions]
    arns = {resource.arn for resource in inactive if resource.status == "INACTIVE"}
    gateways = {gateway.id for gateway in ec2.nat_gateways.values() if gateway.state == "deleted"}
    peerings = {peering.id for peering in ec2.vpc_pcxs.values() if peering._status.code == "deleted"}
    prefix_lists = {
        prefix_list.id
        for prefix_list in ec2.managed_prefix_lists.values()
        if prefix_list.state == "delete-complete"
    }
    instances = {
        instance.id
        for reservation in ec2.reservations.values()
        for instance in reservation.instances
        if instance.state == "terminated"
    }
    return arns | gateways | peerings | prefix_lists | instances


@around(ResourceGroupsTaggingAPIBackend, "_get_resources_generator")
def _leave_out_deleted(original, self, *args, **kwargs):
    deleted = _deleted(self.account_id, self.region_name)
    for resource in original(self, *args, **kwargs):
        if not deleted & {resource.arn, resource.arn.rpartition("/")[2]}:
            yield resource
