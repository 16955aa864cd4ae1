"""CloudWatch composite alarms.

moto 5.2.5 keeps and lists alarms with a rule, but has no PutCompositeAlarm and does not answer
the rule.
"""

from moto.cloudwatch.models import Alarm
from moto.cloudwatch.responses import CloudWatchResponse

from ..patching import add


@add(CloudWatchResponse)
def put_composite_alarm(self):
    return self.put_metric_alarm()


@add(Alarm)
@property
def alarm_rule(self):
    return self.rule
