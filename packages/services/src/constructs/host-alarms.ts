import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmConfig,
} from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Construct } from "constructs";

export interface HostAlarmsProps {
  readonly name: string;
  readonly instanceId: string;
  readonly region: string;
  readonly topicArn: string;
}

/** Tells when a host fails, and lets EC2 move it to sound hardware; tells when it is short of CPU. */
export class HostAlarms extends Construct {
  constructor(scope: Construct, id: string, { name, instanceId, region, topicArn }: HostAlarmsProps) {
    super(scope, id);
    const alarm = (
      kind: string,
      config: Omit<CloudwatchMetricAlarmConfig, "alarmName" | "comparisonOperator">,
    ): void => {
      new CloudwatchMetricAlarm(this, kind, {
        alarmName: `${name}-${kind}`,
        comparisonOperator: "GreaterThanThreshold",
        namespace: "AWS/EC2",
        dimensions: { InstanceId: instanceId },
        // A host that was stopped on purpose has no numbers.
        treatMissingData: "notBreaching",
        alarmActions: [topicArn],
        okActions: [topicArn],
        ...config,
      });
    };
    alarm("system", {
      alarmDescription: `The hardware under ${name} fails; EC2 moves it, with its disk and addresses.`,
      metricName: "StatusCheckFailed_System",
      statistic: "Maximum",
      period: 60,
      evaluationPeriods: 2,
      threshold: 0,
      alarmActions: [`arn:aws:automate:${region}:ec2:recover`, topicArn],
    });
    alarm("instance", {
      alarmDescription: `${name} does not answer EC2 for three minutes: look at its log, or start it again.`,
      metricName: "StatusCheckFailed_Instance",
      statistic: "Maximum",
      period: 60,
      evaluationPeriods: 3,
      threshold: 0,
    });
    alarm("cpu", {
      alarmDescription: `${name} uses more than 90 % of its CPU for fifteen minutes.`,
      metricName: "CPUUtilization",
      statistic: "Average",
      // Without detailed monitoring, EC2 gives one number in five minutes.
      period: 300,
      evaluationPeriods: 3,
      threshold: 90,
    });
  }
}
