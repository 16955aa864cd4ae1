import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmConfig,
} from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Construct } from "constructs";
import type { ServiceSettings } from "../settings";
import type { Traffic } from "./traffic";

export interface ServiceAlarmsProps {
  readonly clusterName: string;
  readonly serviceName: string;
  /** What CloudWatch knows of its traffic. */
  readonly traffic: Pick<Traffic, "targetGroupSuffixes" | "loadBalancerSuffix"> | undefined;
  readonly limits: ServiceSettings["alarms"];
  /** Whether tasks should run: where none should, none need be well. */
  readonly runs: boolean;
  readonly topicArn: string;
}

type Alarm = Omit<CloudwatchMetricAlarmConfig, "alarmName" | "comparisonOperator"> &
  Partial<Pick<CloudwatchMetricAlarmConfig, "comparisonOperator">>;

/** Tells when a service is short of CPU or memory, is slow, fails requests, or has tasks that are not well. */
export class ServiceAlarms extends Construct {
  /** Names of the alarms which mean that a new version is bad. */
  readonly rollbackAlarms: readonly string[];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ServiceAlarmsProps,
  ) {
    super(scope, id);
    const { limits, traffic } = props;
    this.use("cpu", "CPUUtilization", limits.cpuPercent);
    this.use("memory", "MemoryUtilization", limits.memoryPercent);
    const groups = Object.entries(traffic?.targetGroupSuffixes ?? {});
    if (groups.length > 0) this.noTargets(groups.map(([, suffix]) => suffix));
    this.rollbackAlarms = groups.map(([group, suffix]) => this.targets(group, suffix));
  }

  /** How much of a resource all tasks use together. */
  private use(kind: string, metricName: string, threshold: number): void {
    const { clusterName, serviceName } = this.props;
    this.alarm(kind, {
      alarmDescription: `Tasks of ${serviceName} use more than ${threshold} % of their ${kind} for five minutes.`,
      namespace: "AWS/ECS",
      metricName,
      dimensions: { ClusterName: clusterName, ServiceName: serviceName },
      statistic: "Average",
      threshold,
      evaluationPeriods: 5,
    });
  }

  /** What the load balancer sees of a target group; gives the name of the alarm which rolls back. */
  private targets(group: string, suffix: string): string {
    const { serviceName, limits } = this.props;
    const metric = { namespace: "AWS/ApplicationELB", dimensions: this.dimensions(suffix) };
    this.alarm(`${group}-unhealthy`, {
      ...metric,
      alarmDescription: `A task of ${serviceName} fails its health check for three minutes.`,
      metricName: "UnHealthyHostCount",
      statistic: "Maximum",
      threshold: 0,
      evaluationPeriods: 3,
    });
    this.alarm(`${group}-latency`, {
      ...metric,
      alarmDescription: `One of 100 requests to ${serviceName} takes more than ${limits.latencySeconds} s, for five minutes.`,
      metricName: "TargetResponseTime",
      extendedStatistic: "p99",
      threshold: limits.latencySeconds,
      evaluationPeriods: 5,
    });
    return this.alarm(`${group}-errors`, {
      ...metric,
      alarmDescription: `${serviceName} answers more than 10 requests a minute with 5xx, for two minutes.`,
      metricName: "HTTPCode_Target_5XX_Count",
      statistic: "Sum",
      threshold: 10,
      evaluationPeriods: 2,
    });
  }

  /** Of a blue/green service only one target group has tasks: what counts is the sum. */
  private noTargets(suffixes: readonly string[]): void {
    const { serviceName, runs } = this.props;
    const metrics = suffixes.map((suffix, index) => ({
      id: `healthy${index}`,
      metric: {
        namespace: "AWS/ApplicationELB",
        metricName: "HealthyHostCount",
        dimensions: this.dimensions(suffix),
        stat: "Maximum",
        period: 60,
      },
    }));
    this.alarm("no-targets", {
      alarmDescription: `No task of ${serviceName} passes its health check, for two minutes: nobody is served.`,
      comparisonOperator: "LessThanThreshold",
      threshold: 1,
      evaluationPeriods: 2,
      // A target group without tasks has no such metric at all.
      treatMissingData: runs ? "breaching" : "notBreaching",
      metricQuery: [
        {
          id: "healthy",
          expression: `SUM([${metrics.map(({ id }) => `FILL(${id}, 0)`).join(", ")}])`,
          label: "healthy tasks",
          returnData: true,
        },
        ...metrics,
      ],
    });
  }

  private dimensions(targetGroup: string): Record<string, string> {
    return { LoadBalancer: this.props.traffic?.loadBalancerSuffix ?? "", TargetGroup: targetGroup };
  }

  private alarm(kind: string, config: Alarm): string {
    const { serviceName, topicArn } = this.props;
    const alarmName = `${serviceName}-${kind}`;
    new CloudwatchMetricAlarm(this, kind, {
      alarmName,
      comparisonOperator: "GreaterThanThreshold",
      // An expression has the period of its metrics.
      ...(config.metricQuery === undefined ? { period: 60 } : {}),
      // No requests and no tasks are no data, and no reason to wake anybody.
      treatMissingData: "notBreaching",
      alarmActions: [topicArn],
      okActions: [topicArn],
      ...config,
    });
    return alarmName;
  }
}
