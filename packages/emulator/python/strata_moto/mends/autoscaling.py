"""Auto Scaling groups, policies and lifecycle hooks.

moto 5.2.5:
- drops most settings of a group (instance maintenance policy, default warmup,
  maximum lifetime...), on update also the cooldown, the termination policies
  and others, and takes a health check grace period of 300 for the default instead of 0;
- launches one instance too few for a mixed group, as it rounds the on-demand
  and the spot share down one by one, so waiting for capacity times out;
- forgets the mixed instances policy on any update that does not repeat it;
- leaves instances protected from scale-in running when the group is deleted;
- has no instance refresh, no DisableMetricsCollection and no notifications;
- reads policies back without Enabled, and with an empty predictive block, and keeps only the last
  policy of a name, whichever group it is of;
- gives every lifecycle hook the same made-up role and notification target.
"""

import copy

from moto.autoscaling.models import (
    AutoScalingBackend,
    FakeAutoScalingGroup,
    FakeScalingPolicy,
)
from moto.autoscaling.responses import AutoScalingResponse
from moto.core.responses import ActionResult, EmptyResult
from moto.core.utils import utcnow
from moto.moto_api._internal import mock_random

from ..patching import add, around

# Request parameter -> attribute of the group, under which it is read back.
_GROUP_SETTINGS = {
    "CapacityRebalance": "capacity_rebalance",
    "Context": "context",
    "DefaultCooldown": "default_cooldown",
    "DefaultInstanceWarmup": "default_instance_warmup",
    "DesiredCapacityType": "desired_capacity_type",
    "HealthCheckGracePeriod": "health_check_grace_period",
    "InstanceMaintenancePolicy": "instance_maintenance_policy",
    "MaxInstanceLifetime": "max_instance_lifetime",
    "PlacementGroup": "placement_group",
    "ServiceLinkedRoleARN": "service_linked_role_arn",
    "TerminationPolicies": "termination_policies",
}


def _group(response: AutoScalingResponse) -> FakeAutoScalingGroup:
    groups = response.autoscaling_backend.autoscaling_groups
    return groups[response._get_param("AutoScalingGroupName")]


def _keep_settings(original, self):
    answer = original(self)
    group = _group(self)
    for parameter, attribute in _GROUP_SETTINGS.items():
        value = self._get_param(parameter)
        if value is not None:
            setattr(group, attribute, value)
    policy = getattr(group, "instance_maintenance_policy", None)
    if policy and policy.get("MinHealthyPercentage") == -1:
        group.instance_maintenance_policy = None  # -1 takes the policy away
    return answer


around(AutoScalingResponse, "create_auto_scaling_group")(_keep_settings)
around(AutoScalingResponse, "update_auto_scaling_group")(_keep_settings)


@around(AutoScalingResponse, "create_auto_scaling_group")
def _no_grace_by_default(original, self):
    answer = original(self)
    _group(self).health_check_grace_period = self._get_param("HealthCheckGracePeriod") or 0
    return answer


@around(FakeAutoScalingGroup, "set_desired_capacity")
def _count_all_as_on_demand(original, self, new_capacity):
    """Who pays how much for an instance does not change how many there are."""
    policy = self.mixed_instances_policy
    if policy:
        self.mixed_instances_policy = policy | {"InstancesDistribution": {}}
    try:
        original(self, new_capacity)
    finally:
        self.mixed_instances_policy = policy


@around(FakeAutoScalingGroup, "update")
def _keep_mixed_instances_policy(original, self, **changes):
    source = ("launch_config_name", "launch_template", "mixed_instances_policy")
    if self.mixed_instances_policy and not any(changes.get(name) for name in source):
        policy = copy.deepcopy(self.mixed_instances_policy)
        # Read back with id and name, but taken only with one of them.
        policy["LaunchTemplate"]["LaunchTemplateSpecification"].pop(
            "LaunchTemplateName", None
        )
        changes["mixed_instances_policy"] = policy
    original(self, **changes)


_launch_template = FakeAutoScalingGroup.launch_template.fget
FakeAutoScalingGroup.launch_template = property(
    lambda self: None if self.mixed_instances_policy else _launch_template(self)
)


@around(AutoScalingBackend, "delete_auto_scaling_group")
def _terminate_protected_instances(original, self, group_name):
    group = self.autoscaling_groups.get(group_name)
    for state in group.instance_states if group else []:
        state.protected_from_scale_in = False
    original(self, group_name)


@add(AutoScalingResponse)
def disable_metrics_collection(self):
    group = _group(self)
    dropped = self._get_param("Metrics", []) or group.metrics
    group.metrics = [metric for metric in group.metrics if metric not in dropped]
    return EmptyResult()


@add(AutoScalingResponse)
def start_instance_refresh(self):
    group = _group(self)
    now = utcnow()
    refresh = {
        "InstanceRefreshId": mock_random.uuid4(),
        "AutoScalingGroupName": group.name,
        "Status": "Successful",
        "StartTime": now,
        "EndTime": now,
        "PercentageComplete": 100,
        "InstancesToUpdate": 0,
        "Preferences": self._get_param("Preferences"),
    }
    group.__dict__.setdefault("instance_refreshes", []).insert(0, refresh)
    return ActionResult({"InstanceRefreshId": refresh["InstanceRefreshId"]})


@add(AutoScalingResponse)
def describe_instance_refreshes(self):
    wanted = self._get_param("InstanceRefreshIds", [])
    refreshes = getattr(_group(self), "instance_refreshes", [])
    return ActionResult(
        {
            "InstanceRefreshes": [
                refresh
                for refresh in refreshes
                if not wanted or refresh["InstanceRefreshId"] in wanted
            ]
        }
    )


def _notifications(response: AutoScalingResponse) -> dict[tuple[str, str], list[str]]:
    """The types of events that are told, by group and topic."""
    return response.autoscaling_backend.__dict__.setdefault("notifications", {})


@add(AutoScalingResponse)
def put_notification_configuration(self):
    topic = self._get_param("TopicARN")
    _notifications(self)[_group(self).name, topic] = self._get_param("NotificationTypes", [])
    return EmptyResult()


@add(AutoScalingResponse)
def describe_notification_configurations(self):
    wanted = self._get_param("AutoScalingGroupNames", [])
    return ActionResult(
        {
            "NotificationConfigurations": [
                {
                    "AutoScalingGroupName": group,
                    "TopicARN": topic,
                    "NotificationType": notification_type,
                }
                for (group, topic), types in _notifications(self).items()
                for notification_type in types
                if not wanted or group in wanted
            ]
        }
    )


@add(AutoScalingResponse)
def delete_notification_configuration(self):
    group, topic = self._get_param("AutoScalingGroupName"), self._get_param("TopicARN")
    _notifications(self).pop((group, topic), None)
    return EmptyResult()


@around(AutoScalingResponse, "delete_auto_scaling_group")
def _forget_notifications(original, self):
    notifications = _notifications(self)
    for group, topic in list(notifications):
        if group == self._get_param("AutoScalingGroupName"):
            del notifications[group, topic]
    return original(self)


@around(FakeScalingPolicy, "__init__")
def _no_empty_predictive_block(original, self, *args, **kwargs):
    original(self, *args, **kwargs)
    self.enabled = True
    self.predictive_scaling_configuration = (
        self.predictive_scaling_configuration or None
    )


@around(AutoScalingBackend, "put_scaling_policy")
def _keep_by_group_and_name(original, self, **settings):
    policy = original(self, **settings)
    self.policies.pop(policy.name, None)
    self.policies[policy.auto_scaling_group_name, policy.name] = policy
    return policy


def _policies(response: AutoScalingResponse) -> list[FakeScalingPolicy]:
    """The policies that a request names: by ARN, or by name and perhaps group."""
    name, group = response._get_param("PolicyName"), response._get_param("AutoScalingGroupName")
    return [
        policy
        for policy in response.autoscaling_backend.policies.values()
        if name in (policy.arn, policy.name) and group in (None, policy.auto_scaling_group_name)
    ]


@around(AutoScalingResponse, "put_scaling_policy")
def _keep_enabled(original, self):
    answer = original(self)
    for policy in _policies(self):
        policy.enabled = self._get_bool_param("Enabled", True)
    return answer


@add(AutoScalingResponse)
def delete_policy(self):
    for policy in _policies(self):
        del self.autoscaling_backend.policies[policy.auto_scaling_group_name, policy.name]
    return EmptyResult()


@add(AutoScalingResponse)
def execute_policy(self):
    for policy in _policies(self):
        policy.execute()
    return EmptyResult()


@around(AutoScalingResponse, "put_lifecycle_hook")
def _keep_notification(original, self):
    answer = original(self)
    (hook,) = self.autoscaling_backend.describe_lifecycle_hooks(
        self._get_param("AutoScalingGroupName"), [self._get_param("LifecycleHookName")]
    )
    hook.role_arn = self._get_param("RoleARN")
    hook.notification_target_arn = self._get_param("NotificationTargetARN")
    hook.notification_metadata = self._get_param("NotificationMetadata")
    return answer
