import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Construct } from "constructs";
import type { Watched } from "./limits";

/** What a metric must not do for 15 minutes. */
export interface Limit {
  readonly metric: string;
  readonly statistic: "Average" | "Minimum" | "Maximum" | "Sum";
  readonly comparison: "GreaterThanThreshold" | "LessThanThreshold";
  readonly threshold: number;
  readonly description: string;
  /** Whether it rings when nothing is reported: a database that is silent is in trouble. One of them is enough. */
  readonly heartbeat?: boolean;
}

export interface AlarmsProps {
  readonly name: (...parts: string[]) => string;
  readonly watched: Watched;
  readonly topicArn: string;
}

/** The alarms of a database or a cache: before it is full, overloaded or refuses connections. */
export class Alarms extends Construct {
  constructor(scope: Construct, id: string, { name, watched, topicArn }: AlarmsProps) {
    super(scope, id);
    for (const [key, limit] of Object.entries(watched.limits)) {
      new CloudwatchMetricAlarm(this, key, {
        alarmName: name(key),
        alarmDescription: limit.description,
        namespace: watched.namespace,
        metricName: limit.metric,
        dimensions: watched.dimensions,
        statistic: limit.statistic,
        comparisonOperator: limit.comparison,
        threshold: limit.threshold,
        // In seconds. Three of them, so that a short peak wakes nobody.
        period: 300,
        evaluationPeriods: 3,
        treatMissingData: limit.heartbeat === true ? "breaching" : "missing",
        alarmActions: [topicArn],
        okActions: [topicArn],
      });
    }
  }
}
