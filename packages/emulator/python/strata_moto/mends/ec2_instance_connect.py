"""EC2 Instance Connect Endpoints.

moto 5.2.5 has none of the operations (create, describe, delete), and refuses to tag their ids.
"""

from moto.core.responses import ActionResult
from moto.core.utils import utcnow
from moto.ec2.exceptions import EC2ClientError
from moto.ec2.models.core import TaggedEC2Resource
from moto.ec2.responses import EC2Response
from moto.ec2.utils import EC2_RESOURCE_TO_PREFIX, random_id
from moto.utilities.utils import get_partition

from ..patching import add

# What CreateTags takes for an id.
EC2_RESOURCE_TO_PREFIX["instance-connect-endpoint"] = "eice"


class InstanceConnectEndpointNotFound(EC2ClientError):
    def __init__(self, endpoint_id: str):
        super().__init__(
            "InvalidInstanceConnectEndpointId.NotFound",
            f"The instance connect endpoint ID '{endpoint_id}' does not exist",
        )


class InstanceConnectEndpoint(TaggedEC2Resource):
    def __init__(self, backend, subnet, security_group_ids, preserve_client_ip, tags):
        self.ec2_backend = backend
        self.id = random_id(prefix="eice")
        self.subnet_id = subnet.id
        self.vpc_id = subnet.vpc_id
        self.availability_zone = subnet.availability_zone
        self.security_group_ids = security_group_ids or [
            backend.get_default_security_group(subnet.vpc_id).id
        ]
        self.preserve_client_ip = preserve_client_ip
        self.created_at = utcnow()
        self.network_interface = backend.create_network_interface(
            subnet,
            private_ip_address=None,
            group_ids=self.security_group_ids,
            description=f"EC2 Instance Connect Endpoint {self.id}",
        )
        self.add_tags(tags)

    def to_dict(self) -> dict:
        backend = self.ec2_backend
        region, account = backend.region_name, backend.account_id
        partition = get_partition(region)
        return {
            "OwnerId": account,
            "InstanceConnectEndpointId": self.id,
            "InstanceConnectEndpointArn": f"arn:{partition}:ec2:{region}:{account}:instance-connect-endpoint/{self.id}",
            "State": "create-complete",
            "DnsName": f"{self.id}.ec2-instance-connect-endpoint.{region}.amazonaws.com",
            "FipsDnsName": f"{self.id}.fips.ec2-instance-connect-endpoint.{region}.amazonaws.com",
            "NetworkInterfaceIds": [self.network_interface.id],
            "VpcId": self.vpc_id,
            "AvailabilityZone": self.availability_zone,
            "CreatedAt": self.created_at,
            "SubnetId": self.subnet_id,
            "PreserveClientIp": self.preserve_client_ip,
            "SecurityGroupIds": self.security_group_ids,
            "Tags": self.get_tags(),
        }


def _endpoints(response: EC2Response) -> dict[str, InstanceConnectEndpoint]:
    return response.ec2_backend.__dict__.setdefault("instance_connect_endpoints", {})


@add(EC2Response)
def create_instance_connect_endpoint(self):
    self.error_on_dryrun()
    endpoint = InstanceConnectEndpoint(
        self.ec2_backend,
        subnet=self.ec2_backend.get_subnet(self._get_param("SubnetId")),
        security_group_ids=self._get_param("SecurityGroupIds", []),
        preserve_client_ip=self._get_bool_param("PreserveClientIp", True),
        tags=self._parse_tag_specification().get("instance-connect-endpoint", {}),
    )
    _endpoints(self)[endpoint.id] = endpoint
    return ActionResult({"InstanceConnectEndpoint": endpoint.to_dict()})


@add(EC2Response)
def describe_instance_connect_endpoints(self):
    self.error_on_dryrun()
    wanted = self._get_param("InstanceConnectEndpointIds", [])
    for endpoint_id in wanted:
        if endpoint_id not in _endpoints(self):
            raise InstanceConnectEndpointNotFound(endpoint_id)
    filters = self._filters_from_querystring()
    found = [
        endpoint.to_dict()
        for endpoint in _endpoints(self).values()
        if (not wanted or endpoint.id in wanted)
        and all(
            endpoint.get_filter_value(name) in values
            for name, values in filters.items()
        )
    ]
    return ActionResult({"InstanceConnectEndpoints": found})


@add(EC2Response)
def delete_instance_connect_endpoint(self):
    self.error_on_dryrun()
    endpoint_id = self._get_param("InstanceConnectEndpointId")
    endpoint = _endpoints(self).pop(endpoint_id, None)
    if endpoint is None:
        raise InstanceConnectEndpointNotFound(endpoint_id)
    self.ec2_backend.delete_network_interface(endpoint.network_interface.id)
    gone = endpoint.to_dict() | {"State": "delete-in-progress"}
    return ActionResult({"InstanceConnectEndpoint": gone})
