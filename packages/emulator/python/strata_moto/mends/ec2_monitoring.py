"""EC2 detailed monitoring.

moto 5.2.5 raises NotImplementedError for MonitorInstances and
UnmonitorInstances.
"""

from moto.core.responses import ActionResult
from moto.ec2.responses.monitoring import Monitoring

from ..patching import add


def _set_monitoring(response: Monitoring, state: str) -> ActionResult:
    response.error_on_dryrun()
    instances = [
        response.ec2_backend.get_instance(instance_id)
        for instance_id in response._get_param("InstanceIds", [])
    ]
    for instance in instances:
        instance.monitoring_state = state
    return ActionResult(
        {
            "InstanceMonitorings": [
                {"InstanceId": instance.id, "Monitoring": {"State": state}}
                for instance in instances
            ]
        }
    )


@add(Monitoring)
def monitor_instances(self):
    return _set_monitoring(self, "enabled")


@add(Monitoring)
def unmonitor_instances(self):
    return _set_monitoring(self, "disabled")
