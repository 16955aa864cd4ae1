"""ECS services.

moto 5.2.5:
- drops on creation and on change: availability zone rebalancing, execute command, managed tags,
  health check grace period, capacity provider strategy, placement constraints and strategy,
  deployment configuration (circuit breaker, alarms);
- answers a service without a network configuration with an empty one; AWS leaves it out, and the
  provider dereferences a nil pointer on the empty one;
- gives a service with a capacity provider strategy the launch type EC2 as well;
- takes MOTO_ECS_SERVICE_RUNNING as one number for every service, so a service that wants another
  number of tasks never becomes steady. With the variable set, services run what they want;
- on UpdateService leaves the primary deployment as it was, and forgets what a change of the
  deployment configuration does not name;
- lists clusters and services that were deleted, and so are INACTIVE;
- fails on DescribeCapacityProviders without names; AWS answers with all of them.
"""

import os

import moto.ecs.models as models
from moto.core.utils import utcnow
from moto.ecs.responses import EC2ContainerServiceResponse

from ..patching import around

# Request member -> attribute of the service, and its value when the request leaves it out.
_SETTINGS = {
    "availabilityZoneRebalancing": ("availability_zone_rebalancing", "DISABLED"),
    "capacityProviderStrategy": ("capacity_provider_strategy", None),
    "deploymentConfiguration": ("deployment_configuration", None),
    "enableECSManagedTags": ("enable_ecs_managed_tags", False),
    "enableExecuteCommand": ("enable_execute_command", False),
    "healthCheckGracePeriodSeconds": ("health_check_grace_period_seconds", None),
    "placementConstraints": ("placement_constraints", None),
    "placementStrategy": ("placement_strategy", None),
}
_SHOWN_ON_DEPLOYMENT = (
    "capacityProviderStrategy",
    "networkConfiguration",
    "platformVersion",
    "serviceConnectConfiguration",
    "volumeConfigurations",
)


@around(models.Service, "__init__")
def _start(original, self, *args, **kwargs):
    network = (kwargs.get("network_configuration") or {}).get("awsvpcConfiguration")
    if network:
        network.setdefault("securityGroups", [])
        network.setdefault("assignPublicIp", "DISABLED")
    original(self, *args, **kwargs)
    self.network_configuration = self.network_configuration or None
    self.created_at = utcnow()
    self.created_by = f"arn:aws:iam::{self._account_id}:root"
    if os.environ.get("MOTO_ECS_SERVICE_RUNNING"):
        self.running_count, self.pending_count = self.desired_count, 0
        _refresh_deployment(self)


def _refresh_deployment(service: models.Service) -> None:
    """Let the primary deployment tell what the service tells."""
    for deployment in service.deployments[:1]:
        deployment.update(
            desiredCount=service.desired_count,
            runningCount=service.running_count,
            pendingCount=service.pending_count,
            taskDefinition=service.task_definition,
            launchType=service.launch_type,
        )
        if service.running_count >= service.desired_count:
            deployment["rolloutState"] = "COMPLETED"
            deployment["rolloutStateReason"] = f"ECS deployment {deployment['id']} completed."


def _keep(service: models.Service, params: dict) -> None:
    for member, (attribute, _) in _SETTINGS.items():
        if member in params:
            setattr(service, attribute, params[member])
    if service.__dict__.get("capacity_provider_strategy"):
        service.launch_type = None
    for member in _SHOWN_ON_DEPLOYMENT:
        if member in params and service.deployments:
            service.deployments[0][member] = params[member]
    _refresh_deployment(service)


@around(EC2ContainerServiceResponse, "create_service")
def _keep_settings(original, self):
    params = dict(self._get_params())
    answer = original(self)
    service = answer.result["service"]
    for attribute, default in _SETTINGS.values():
        setattr(service, attribute, default)
    params["deploymentConfiguration"] = {
        "maximumPercent": 200,
        "minimumHealthyPercent": 100,
        **(params.get("deploymentConfiguration") or {}),
    }
    _keep(service, params)
    return answer


@around(EC2ContainerServiceResponse, "update_service")
def _keep_changes(original, self):
    params = dict(self._get_params())
    name = params["service"].split("/")[-1]
    before = self.ecs_backend._get_service(params.get("cluster", "default"), name)
    deployment = before.deployment_configuration or {}
    answer = original(self)
    service = answer.result["service"]
    if params.get("taskDefinition"):
        definition = self.ecs_backend.describe_task_definition(params["taskDefinition"])
        service.task_definition = definition.arn
    if os.environ.get("MOTO_ECS_SERVICE_RUNNING"):
        service.running_count, service.pending_count = service.desired_count, 0
    # What a change leaves out of the deployment configuration stays as it is.
    params["deploymentConfiguration"] = {**deployment, **(params.get("deploymentConfiguration") or {})}
    _keep(service, params)
    return answer


@around(models.EC2ContainerServiceBackend, "list_clusters")
def _clusters_that_are_there(original, self):
    there = {cluster.arn for cluster in self.clusters.values() if cluster.status != "INACTIVE"}
    return [arn for arn in original(self) if arn in there]


@around(models.EC2ContainerServiceBackend, "list_services")
def _services_that_are_there(original, self, *args, **kwargs):
    there = {service.arn for service in self.services.values() if service.status != "INACTIVE"}
    return [arn for arn in original(self, *args, **kwargs) if arn in there]


@around(models.EC2ContainerServiceBackend, "describe_capacity_providers")
def _all_capacity_providers(original, self, names):
    return original(self, list(self.capacity_providers) if names is None else names)


@around(models.EC2ContainerServiceBackend, "describe_capacity_providers")
def _all_capacity_providers(original, self, names):
    return original(self, names if names else list(self.capacity_providers))
