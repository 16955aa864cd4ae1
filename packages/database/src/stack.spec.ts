import type { LayerManifest } from "@strata/core";
import { statements, synthesize, testEnvironment, type Synthesized } from "@strata/core/testing";
import { App } from "cdktf";
import { databaseSettings, type DatabaseSettingsInput } from "./settings";
import { DatabaseStack } from "./stack";

const synthesized = (settings: DatabaseSettingsInput, guarded = false): Synthesized =>
  synthesize(
    (app) =>
      new DatabaseStack(app, testEnvironment({ protected: guarded }), databaseSettings.parse(settings)),
  );

const identifiers = (stack: Synthesized): unknown[] =>
  Object.values(stack.resources("aws_db_instance"))
    .map(({ identifier }) => identifier)
    .sort();

/** What a stack says that it needs of the network. */
const needs = (settings: DatabaseSettingsInput): LayerManifest["reads"][number] | undefined => {
  const stack = new DatabaseStack(new App(), testEnvironment(), databaseSettings.parse(settings));
  const { "//": comment } = stack.toTerraform() as { "//": { strata: LayerManifest } };
  return comment.strata.reads[0];
};

describe("DatabaseStack", () => {
  const stack = synthesized({
    databases: {
      main: { databaseName: "app" },
      reports: { databaseName: "reports", subnetGroup: "reporting", securityGroup: "reporting" },
    },
    // A cache may have the name of a database.
    caches: { main: {} },
    alarmEmails: ["team@example.com"],
  });

  test("puts each database and cache where its settings say", () => {
    expect(identifiers(stack)).toEqual(["test-main", "test-reports"]);
    expect(stack.resource("aws_elasticache_replication_group")).toMatchObject({
      replication_group_id: "test-main",
    });
    expect(stack.uses).toEqual([
      "network.security_group_ids.cache",
      "network.security_group_ids.database",
      "network.security_group_ids.reporting",
      "network.subnet_ids.cache",
      "network.subnet_ids.db",
      "network.subnet_ids.reporting",
    ]);
  });

  test("publishes secrets, and where they are, but nothing of what is in them", () => {
    const { databases, caches } = stack.outputs as Record<string, Record<string, object>>;
    expect(Object.keys(databases ?? {}).sort()).toEqual(["main", "reports"]);
    expect(Object.keys(databases?.main ?? {}).sort()).toEqual([
      "connection_secret_arn",
      "credentials_secret_arn",
    ]);
    expect(Object.keys(caches?.main ?? {}).sort()).toEqual(["host", "port", "reader_host"]);
  });

  test("tells the alarms to the people of the settings", () => {
    expect(stack.resource("aws_sns_topic_subscription")).toMatchObject({ endpoint: "team@example.com" });
    const alarms = Object.values(stack.resources("aws_cloudwatch_metric_alarm"));
    expect(alarms.map(({ alarm_name }) => alarm_name)).toContain("test-database-main-cpu");
    expect(alarms.map(({ alarm_name }) => alarm_name)).toContain("test-cache-main-1-evictions");
    expect(alarms).toHaveLength(11);
  });

  test("lets logs and readers of secrets use the key, and nobody else of another account", () => {
    const [, logs, secrets] = statements(stack.resource("aws_kms_key").policy);
    expect(logs).toMatchObject({ Principal: { Service: "logs.ap-northeast-2.amazonaws.com" } });
    expect(secrets).toMatchObject({
      Condition: {
        StringEquals: {
          "kms:CallerAccount": "123456789012",
          "kms:ViaService": "secretsmanager.ap-northeast-2.amazonaws.com",
        },
      },
    });
  });

  test("makes nothing for settings that ask for nothing", () => {
    const empty = synthesized({ vaultDays: 7 });
    for (const type of ["aws_kms_key", "aws_sns_topic", "aws_backup_vault"]) {
      expect(empty.resources(type)).toEqual({});
    }
    expect(empty.outputs).toMatchObject({ databases: {}, caches: {} });
    expect(empty.uses).toEqual([]);
  });

  test("makes one role for what operating systems report, where any does", () => {
    const databases = { main: { databaseName: "app" }, other: { databaseName: "other" } };
    expect(synthesized({ databases }).resources("aws_iam_role")).toEqual({});
    expect(synthesized({ databases }, true).resource("aws_iam_role")).toMatchObject({
      name: "test-database-monitoring",
    });
  });

  test("copies databases of both engines to a vault, where there is one", () => {
    const vaulted = synthesized({
      databases: {
        main: { databaseName: "app" },
        orders: { engine: "aurora-mysql", databaseName: "app", replicas: 1 },
      },
      vaultDays: 35,
    });
    expect(vaulted.resource("aws_backup_selection").resources).toEqual([
      expect.stringContaining("aws_db_instance.main_instance_"),
      expect.stringContaining("aws_rds_cluster.orders_cluster_"),
    ]);
  });

  test("says how many addresses it takes, and where it needs two zones", () => {
    const main = { databaseName: "app", replicas: 1 };
    expect(needs({ databases: { main }, caches: { many: { replicas: 2 }, one: {} } })).toMatchObject({
      addresses: { "subnet_ids.db": 2, "subnet_ids.cache": 4 },
      atLeast: [
        {
          path: "subnet_ids.db",
          count: 2,
          why: "for the database main, which AWS wants in two availability zones",
        },
        {
          path: "subnet_ids.cache",
          count: 2,
          why: "for the cache many, whose replica stands in another availability zone",
        },
      ],
    });
  });
});
