import type { OneCache, OneDatabase } from "../settings";
import type { Limit } from "./alarms";

const GIB = 1024 ** 3;

/** Something that alarms watch: what its metrics are told apart by, and what they must not do. */
export interface Watched {
  /** Which part of the database or cache it is, in names: empty, or `replica-1`. */
  readonly part: string;
  readonly namespace: "AWS/RDS" | "AWS/ElastiCache";
  readonly dimensions: Readonly<Record<string, string>>;
  readonly limits: Readonly<Record<string, Limit>>;
}

/** What a database instance must not do: before it is overloaded or refuses connections. */
export const instanceLimits = (
  { cpuPercent, connections }: OneDatabase["alarms"],
  heartbeat = true,
): Watched["limits"] => ({
  cpu: {
    metric: "CPUUtilization",
    statistic: "Average",
    comparison: "GreaterThanThreshold",
    threshold: cpuPercent,
    description: `CPU of the database is above ${cpuPercent} %${heartbeat ? ", or it is silent" : ""}`,
    heartbeat,
  },
  connections: {
    metric: "DatabaseConnections",
    statistic: "Maximum",
    comparison: "GreaterThanThreshold",
    threshold: connections,
    description: `The database has more than ${connections} open connections`,
  },
});

/** Before an instance with storage of its own is full. */
export const storageLimits = (gib: number): Watched["limits"] => ({
  "free-storage": {
    metric: "FreeStorageSpace",
    statistic: "Minimum",
    comparison: "LessThanThreshold",
    // CloudWatch counts storage in bytes.
    threshold: gib * GIB,
    description: `The database has less than ${gib} GiB of free storage`,
  },
});

/** Before readers see what is long past. Aurora measures the lag in milliseconds. */
export const lagLimits = (
  seconds: number,
  metric: "ReplicaLag" | "AuroraReplicaLagMaximum",
): Watched["limits"] => ({
  lag: {
    metric,
    statistic: "Maximum",
    comparison: "GreaterThanThreshold",
    threshold: metric === "ReplicaLag" ? seconds : seconds * 1000,
    description: `A replica is more than ${seconds} seconds behind`,
  },
});

/** What a node of a cache must not do. */
export const cacheLimits = (alarms: OneCache["alarms"]): Watched["limits"] => {
  const above = (
    metric: string,
    statistic: Limit["statistic"],
    threshold: number,
    description: string,
  ): Limit => ({
    metric,
    statistic,
    comparison: "GreaterThanThreshold",
    threshold,
    description,
  });
  const { memoryPercent, cpuPercent, evictions, connections } = alarms;
  return {
    memory: above(
      "DatabaseMemoryUsagePercentage",
      "Maximum",
      memoryPercent,
      `The cache uses more than ${memoryPercent} % of its memory`,
    ),
    cpu: {
      ...above(
        "CPUUtilization",
        "Average",
        cpuPercent,
        `CPU of the cache is above ${cpuPercent} %, or it is silent`,
      ),
      heartbeat: true,
    },
    // The engine works in one thread: on many cores it is at its end long before the node is.
    "engine-cpu": above(
      "EngineCPUUtilization",
      "Average",
      cpuPercent,
      `The engine of the cache uses more than ${cpuPercent} % of its core`,
    ),
    evictions: above(
      "Evictions",
      "Sum",
      evictions,
      `More than ${evictions} keys had to go: the memory is full`,
    ),
    connections: above(
      "CurrConnections",
      "Maximum",
      connections,
      `The cache has more than ${connections} open connections`,
    ),
  };
};
