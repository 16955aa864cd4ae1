import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Construct } from "constructs";

export interface JenkinsAlarmsProps {
  readonly name: string;
  readonly instanceId: string;
  /** What CloudWatch knows of its traffic; undefined where no load balancer leads to it. */
  readonly traffic: Readonly<Record<string, string>> | undefined;
  readonly topicArn: string;
}

/** Tells when the host of Jenkins is not well, or Jenkins doesn't answer. */
export class JenkinsAlarms extends Construct {
  constructor(scope: Construct, id: string, { name, instanceId, traffic, topicArn }: JenkinsAlarmsProps) {
    super(scope, id);
    const common = {
      comparisonOperator: "GreaterThanThreshold",
      statistic: "Maximum",
      threshold: 0,
      period: 60,
      alarmActions: [topicArn],
      okActions: [topicArn],
    };
    new CloudwatchMetricAlarm(this, "status", {
      ...common,
      alarmName: `${name}-status`,
      alarmDescription: `The host ${name} fails the status checks of EC2 for five minutes, or is stopped.`,
      namespace: "AWS/EC2",
      metricName: "StatusCheckFailed",
      dimensions: { InstanceId: instanceId },
      evaluationPeriods: 5,
      // A host that is stopped has no data.
      treatMissingData: "breaching",
    });
    if (traffic === undefined) return;
    new CloudwatchMetricAlarm(this, "unhealthy", {
      ...common,
      alarmName: `${name}-unhealthy`,
      alarmDescription: `Jenkins on ${name} doesn't answer the load balancer for five minutes.`,
      namespace: "AWS/ApplicationELB",
      metricName: "UnHealthyHostCount",
      dimensions: traffic,
      evaluationPeriods: 5,
      treatMissingData: "notBreaching",
    });
  }
}
