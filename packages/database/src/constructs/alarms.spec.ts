import { synthesizeIn, type Attributes } from "@strata/core/testing";
import { Alarms } from "./alarms";
import { cacheLimits, instanceLimits, lagLimits, storageLimits, type Watched } from "./limits";

const alarms = (limits: Watched["limits"]): Attributes[] =>
  Object.values(
    synthesizeIn((scope) => {
      new Alarms(scope, "alarms", {
        name: (...parts) => ["main", ...parts].join("-"),
        watched: {
          part: "",
          namespace: "AWS/RDS",
          dimensions: { DBInstanceIdentifier: "test-main" },
          limits,
        },
        topicArn: "arn:topic",
      });
    }).resources("aws_cloudwatch_metric_alarm"),
  );

const given = { cpuPercent: 70, connections: 100, replicaLagSeconds: 10 };
const cache = { memoryPercent: 60, cpuPercent: 70, evictions: 5, connections: 100 };

describe("Alarms", () => {
  test.each([
    [instanceLimits(given), "CPUUtilization", "GreaterThanThreshold", 70],
    [instanceLimits(given), "DatabaseConnections", "GreaterThanThreshold", 100],
    // CloudWatch counts storage in bytes.
    [storageLimits(2), "FreeStorageSpace", "LessThanThreshold", 2 * 1024 ** 3],
    [lagLimits(10, "ReplicaLag"), "ReplicaLag", "GreaterThanThreshold", 10],
    // Aurora measures the lag in milliseconds.
    [lagLimits(10, "AuroraReplicaLagMaximum"), "AuroraReplicaLagMaximum", "GreaterThanThreshold", 10_000],
    [cacheLimits(cache), "DatabaseMemoryUsagePercentage", "GreaterThanThreshold", 60],
    [cacheLimits(cache), "CPUUtilization", "GreaterThanThreshold", 70],
    [cacheLimits(cache), "EngineCPUUtilization", "GreaterThanThreshold", 70],
    [cacheLimits(cache), "Evictions", "GreaterThanThreshold", 5],
    [cacheLimits(cache), "CurrConnections", "GreaterThanThreshold", 100],
  ])("of %# ring when %s is %s %d", (limits, metric_name, comparison_operator, threshold) => {
    expect(alarms(limits)).toContainEqual(
      expect.objectContaining({ metric_name, comparison_operator, threshold }),
    );
  });

  test.each([
    ["a database", instanceLimits(given), 1],
    ["a database which pauses", instanceLimits(given, false), 0],
    ["a cache", cacheLimits(cache), 1],
  ])("ring for %s that is silent %#", (_, limits, count) => {
    const silent = alarms(limits).filter(({ treat_missing_data }) => treat_missing_data === "breaching");
    expect(silent).toHaveLength(count);
  });

  test("are of this instance, and tell the topic that it began and that it is over", () => {
    for (const alarm of alarms(instanceLimits(given))) {
      expect(alarm).toMatchObject({
        namespace: "AWS/RDS",
        dimensions: { DBInstanceIdentifier: "test-main" },
        alarm_actions: ["arn:topic"],
        ok_actions: ["arn:topic"],
      });
    }
  });
});
