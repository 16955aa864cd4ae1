import { synthesize, testEnvironment } from "@strata/core/testing";
import { databaseSettings } from "./settings";
import { DatabaseStack } from "./stack";

describe("DatabaseStack", () => {
  const settings = databaseSettings.parse({
    databases: {
      main: { databaseName: "app" },
      reports: { databaseName: "reports", subnetGroup: "reporting", securityGroup: "reporting" },
    },
    alarmEmails: ["team@example.com"],
  });
  const stack = synthesize((app) => new DatabaseStack(app, testEnvironment(), settings));

  test("puts each database where its settings say", () => {
    expect(
      Object.values(stack.resources("aws_db_instance"))
        .map(({ identifier }) => identifier)
        .sort(),
    ).toEqual(["test-main", "test-reports"]);
    expect(stack.uses).toEqual([
      "network.security_group_ids.database",
      "network.security_group_ids.reporting",
      "network.subnet_ids.db",
      "network.subnet_ids.reporting",
    ]);
  });

  test("publishes secrets, and where they are, but nothing of what is in them", () => {
    const { databases } = stack.outputs as { databases: Record<string, object> };
    expect(Object.keys(databases).sort()).toEqual(["main", "reports"]);
    expect(Object.keys(databases.main ?? {}).sort()).toEqual([
      "connection_secret_arn",
      "credentials_secret_arn",
    ]);
  });

  test("tells the alarms to the people of the settings", () => {
    expect(stack.resource("aws_sns_topic_subscription")).toMatchObject({ endpoint: "team@example.com" });
    expect(Object.keys(stack.resources("aws_cloudwatch_metric_alarm"))).toHaveLength(6);
  });
});
