import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Construct } from "constructs";
import type { OneDatabase } from "../settings";

const GIB = 1024 ** 3;

export interface AlarmsProps {
  readonly name: (...parts: string[]) => string;
  /** Identifier of the database instance. */
  readonly instance: string;
  readonly topicArn: string;
  readonly limits: OneDatabase["alarms"];
}

/** What a metric must not do for 15 minutes. */
interface Limit {
  readonly metric: string;
  readonly statistic: "Average" | "Minimum" | "Maximum";
  readonly comparison: "GreaterThanThreshold" | "LessThanThreshold";
  readonly threshold: number;
  readonly description: string;
  /** Whether it rings when nothing is reported: a database that is silent is in trouble. One of them is enough. */
  readonly heartbeat?: boolean;
}

/** The alarms of a database: before it is full, overloaded or refuses connections. */
export class Alarms extends Construct {
  constructor(scope: Construct, id: string, { name, instance, topicArn, limits }: AlarmsProps) {
    super(scope, id);
    const alarm = (key: string, limit: Limit): void => {
      new CloudwatchMetricAlarm(this, key, {
        alarmName: name(key),
        alarmDescription: limit.description,
        namespace: "AWS/RDS",
        metricName: limit.metric,
        dimensions: { DBInstanceIdentifier: instance },
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
    };
    alarm("cpu", {
      metric: "CPUUtilization",
      statistic: "Average",
      comparison: "GreaterThanThreshold",
      threshold: limits.cpuPercent,
      description: `CPU of the database is above ${limits.cpuPercent} %, or it is silent`,
      heartbeat: true,
    });
    alarm("free-storage", {
      metric: "FreeStorageSpace",
      statistic: "Minimum",
      comparison: "LessThanThreshold",
      threshold: limits.freeStorageGib * GIB,
      description: `The database has less than ${limits.freeStorageGib} GiB of free storage`,
    });
    alarm("connections", {
      metric: "DatabaseConnections",
      statistic: "Maximum",
      comparison: "GreaterThanThreshold",
      threshold: limits.connections,
      description: `The database has more than ${limits.connections} open connections`,
    });
  }
}
