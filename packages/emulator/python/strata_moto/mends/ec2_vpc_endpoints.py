"""Route tables of gateway VPC endpoints.

moto 5.2.5 gives a route table its route to a gateway endpoint only when the endpoint is made. A table that gets the
endpoint later has none, one that loses it keeps it, and the endpoint can't be deleted any more: its route isn't found.
"""

from moto.ec2.models.vpcs import VPCEndPoint

from ..patching import around


@around(VPCEndPoint, "modify")
def _routes_follow_the_tables(original, self, *args, **kwargs):
    before = set(self.route_table_ids or [])
    original(self, *args, **kwargs)
    after = set(self.route_table_ids or [])
    for table in (before - after) & set(self.ec2_backend.route_tables):
        self.ec2_backend.delete_route(table, self.destination_prefix_list_id)
    for table in after - before:
        self.ec2_backend.create_route(
            table,
            None,
            gateway_id=self.id,
            destination_prefix_list_id=self.destination_prefix_list_id,
        )
