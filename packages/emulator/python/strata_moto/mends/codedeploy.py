"""CodeDeploy applications, deployment groups and deployment configurations.

moto 5.2.5:
- can create applications and groups, but not change or delete them;
- has none of the operations on deployment configurations;
- always answers an empty alarmConfiguration, and empty structures where AWS leaves the member out;
- leaves out of a deployment group that it does not wait for anybody: AWS says 0 minutes, and the AWS
  CLI (`aws ecs deploy`) counts on it.
"""

import uuid

import moto.codedeploy.responses as responses
from moto.codedeploy.exceptions import (
    ApplicationAlreadyExistsException,
    DeploymentGroupAlreadyExistsException,
)
from moto.codedeploy.responses import CodeDeployResponse
from moto.core.exceptions import JsonRESTError
from moto.core.responses import ActionResult, EmptyResult
from moto.core.utils import utcnow

from ..patching import add, around

# Request member of UpdateDeploymentGroup -> attribute of moto's DeploymentGroup.
_GROUP_SETTINGS = {
    "alarmConfiguration": "alarm_configuration",
    "autoRollbackConfiguration": "auto_rollback_configuration",
    "autoScalingGroups": "auto_scaling_groups",
    "blueGreenDeploymentConfiguration": "blue_green_deployment_configuration",
    "deploymentConfigName": "deployment_config_name",
    "deploymentStyle": "deployment_style",
    "ec2TagFilters": "ec2_tag_filters",
    "ec2TagSet": "ec2_tag_set",
    "ecsServices": "ecs_services",
    "loadBalancerInfo": "load_balancer_info",
    "onPremisesInstanceTagFilters": "on_premises_instance_tag_filters",
    "onPremisesTagSet": "on_premises_tag_set",
    "outdatedInstancesStrategy": "outdated_instances_strategy",
    "serviceRoleArn": "service_role_arn",
    "terminationHookEnabled": "termination_hook_enabled",
    "triggerConfigurations": "trigger_configurations",
}


@around(responses, "_deployment_group_info")
def _group_as_given(original, group):
    info = original(group)
    info["alarmConfiguration"] = group.alarm_configuration
    blue_green = info.get("blueGreenDeploymentConfiguration") or {}
    if "deploymentReadyOption" in blue_green:
        blue_green["deploymentReadyOption"].setdefault("waitTimeInMinutes", 0)
    return {member: value for member, value in info.items() if value not in ({}, None)}


@add(CodeDeployResponse)
def delete_application(self):
    backend, name = self.codedeploy_backend, self._get_param("applicationName")
    backend.applications.pop(name, None)
    backend.deployment_groups.pop(name, None)
    return EmptyResult()


@add(CodeDeployResponse)
def update_application(self):
    backend = self.codedeploy_backend
    old, new = self._get_param("applicationName"), self._get_param("newApplicationName")
    application = backend.get_application(old)
    if new and new != old:
        if new in backend.applications:
            raise ApplicationAlreadyExistsException(f"The application {new} already exists.")
        application.application_name = new
        backend.applications[new] = backend.applications.pop(old)
        backend.deployment_groups[new] = backend.deployment_groups.pop(old, {})
    return EmptyResult()


@add(CodeDeployResponse)
def delete_deployment_group(self):
    groups = self.codedeploy_backend.deployment_groups.get(self._get_param("applicationName"), {})
    groups.pop(self._get_param("deploymentGroupName"), None)
    return ActionResult({"hooksNotCleanedUp": []})


@add(CodeDeployResponse)
def update_deployment_group(self):
    application = self._get_param("applicationName")
    name = self._get_param("currentDeploymentGroupName")
    group = self.codedeploy_backend.get_deployment_group(application, name)
    params = self._get_params()
    for member, attribute in _GROUP_SETTINGS.items():
        if member in params:
            setattr(group, attribute, params[member])
    new = params.get("newDeploymentGroupName")
    if new and new != name:
        groups = self.codedeploy_backend.deployment_groups[application]
        if new in groups:
            raise DeploymentGroupAlreadyExistsException(f"Deployment group {new} already exists.")
        group.deployment_group_name = new
        groups[new] = groups.pop(name)
    return ActionResult({"hooksNotCleanedUp": []})


def _configs(response: CodeDeployResponse) -> dict[str, dict]:
    return response.codedeploy_backend.__dict__.setdefault("deployment_configs", {})


@add(CodeDeployResponse)
def create_deployment_config(self):
    params = self._get_params()
    name = params["deploymentConfigName"]
    if name in _configs(self):
        raise JsonRESTError("DeploymentConfigAlreadyExistsException", f"{name} already exists.")
    members = ("computePlatform", "minimumHealthyHosts", "trafficRoutingConfig", "zonalConfig")
    config = {
        "deploymentConfigId": str(uuid.uuid4()),
        "deploymentConfigName": name,
        "createTime": utcnow(),
        **{member: params[member] for member in members if member in params},
    }
    _configs(self)[name] = config
    return ActionResult({"deploymentConfigId": config["deploymentConfigId"]})


@add(CodeDeployResponse)
def get_deployment_config(self):
    name = self._get_param("deploymentConfigName")
    if name not in _configs(self):
        raise JsonRESTError(
            "DeploymentConfigDoesNotExistException",
            f"No deployment configuration found with the name {name}.",
        )
    return ActionResult({"deploymentConfigInfo": _configs(self)[name]})


@add(CodeDeployResponse)
def delete_deployment_config(self):
    _configs(self).pop(self._get_param("deploymentConfigName"), None)
    return EmptyResult()


@add(CodeDeployResponse)
def list_deployment_configs(self):
    return ActionResult({"deploymentConfigsList": sorted(_configs(self))})
