import { synthesizeIn } from "@strata/core/testing";
import { Alarms } from "./alarms";

describe("Alarms", () => {
  const alarms = Object.values(
    synthesizeIn((scope) => {
      new Alarms(scope, "alarms", {
        name: (...parts) => ["main", ...parts].join("-"),
        instance: "test-main",
        topicArn: "arn:topic",
        limits: { cpuPercent: 70, freeStorageGib: 2, connections: 100 },
      });
    }).resources("aws_cloudwatch_metric_alarm"),
  );

  test.each([
    ["CPUUtilization", "GreaterThanThreshold", 70],
    // CloudWatch counts storage in bytes.
    ["FreeStorageSpace", "LessThanThreshold", 2 * 1024 ** 3],
    ["DatabaseConnections", "GreaterThanThreshold", 100],
  ])("rings when %s is %s %d", (metric_name, comparison_operator, threshold) => {
    expect(alarms).toContainEqual(expect.objectContaining({ metric_name, comparison_operator, threshold }));
  });

  test("ring once when the database is silent", () => {
    expect(alarms.filter(({ treat_missing_data }) => treat_missing_data === "breaching")).toHaveLength(1);
  });

  test("are of this instance, and tell the topic that it began and that it is over", () => {
    expect(alarms).toHaveLength(3);
    for (const alarm of alarms) {
      expect(alarm).toMatchObject({
        dimensions: { DBInstanceIdentifier: "test-main" },
        alarm_actions: ["arn:topic"],
        ok_actions: ["arn:topic"],
      });
    }
  });
});
