import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmConfig,
} from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Construct } from "constructs";
import type { Traffic } from "./traffic";

export interface ServiceAlarmsProps {
  readonly clusterName: string;
  readonly serviceName: string;
  /** What CloudWatch knows of its traffic. */
  readonly traffic: Pick<Traffic, "targetGroupSuffixes" | "loadBalancerSuffix"> | undefined;
  readonly topicArn: string;
}

/** Tells when a service is short of CPU or memory, fails requests, or has tasks that are not well. */
export class ServiceAlarms extends Construct {
  /** Names of the alarms which mean that a new version is bad. */
  readonly rollbackAlarms: readonly string[];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ServiceAlarmsProps,
  ) {
    super(scope, id);
    const { clusterName, serviceName, traffic } = props;
    const ofService = { ClusterName: clusterName, ServiceName: serviceName };
    for (const [kind, metricName] of [
      ["cpu", "CPUUtilization"],
      ["memory", "MemoryUtilization"],
    ] as const) {
      this.alarm(kind, {
        alarmDescription: `Tasks of ${serviceName} use more than 85 % of their ${kind} for five minutes.`,
        namespace: "AWS/ECS",
        metricName,
        dimensions: ofService,
        statistic: "Average",
        threshold: 85,
        evaluationPeriods: 5,
      });
    }
    this.rollbackAlarms = Object.entries(traffic?.targetGroupSuffixes ?? {}).map(([group, suffix]) => {
      const dimensions = { LoadBalancer: traffic?.loadBalancerSuffix ?? "", TargetGroup: suffix };
      this.alarm(`${group}-unhealthy`, {
        alarmDescription: `A task of ${serviceName} fails its health check for three minutes.`,
        namespace: "AWS/ApplicationELB",
        metricName: "UnHealthyHostCount",
        dimensions,
        statistic: "Maximum",
        threshold: 0,
        evaluationPeriods: 3,
      });
      return this.alarm(`${group}-errors`, {
        alarmDescription: `${serviceName} answers more than 10 requests a minute with 5xx, for two minutes.`,
        namespace: "AWS/ApplicationELB",
        metricName: "HTTPCode_Target_5XX_Count",
        dimensions,
        statistic: "Sum",
        threshold: 10,
        evaluationPeriods: 2,
      });
    });
  }

  private alarm(
    kind: string,
    config: Omit<CloudwatchMetricAlarmConfig, "alarmName" | "comparisonOperator">,
  ): string {
    const { serviceName, topicArn } = this.props;
    const alarmName = `${serviceName}-${kind}`;
    new CloudwatchMetricAlarm(this, kind, {
      alarmName,
      comparisonOperator: "GreaterThanThreshold",
      period: 60,
      // No requests and no tasks are no data, and no reason to wake anybody.
      treatMissingData: "notBreaching",
      alarmActions: [topicArn],
      okActions: [topicArn],
      ...config,
    });
    return alarmName;
  }
}
