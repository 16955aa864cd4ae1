import { synthesizeIn, testEnvironment, type Attributes, type Synthesized } from "@strata/core/testing";
import { databaseSettings, type AuroraSettings } from "../settings";
import { Aurora } from "./aurora";

const aurora = (changes: object = {}, guarded = false): Synthesized & { built: Aurora } => {
  let built: Aurora | undefined;
  const synthesized = synthesizeIn((scope) => {
    const { databases } = databaseSettings.parse({
      databases: { main: { engine: "aurora-mysql", databaseName: "app", ...changes } },
    });
    built = new Aurora(scope, "main", {
      environment: testEnvironment({ protected: guarded }),
      name: (parts) => ["test", ...parts].join("-"),
      key: "main",
      settings: databases.main as AuroraSettings,
      subnetIds: ["subnet-a", "subnet-c"],
      securityGroupId: "sg-database",
      keyArn: "arn:key",
      monitoring: undefined,
    });
  });
  return { ...synthesized, built: built as Aurora };
};

const cluster = (...given: Parameters<typeof aurora>): Attributes =>
  aurora(...given).resource("aws_rds_cluster");

const instances = (...given: Parameters<typeof aurora>): Attributes[] =>
  Object.values(aurora(...given).resources("aws_rds_cluster_instance"));

describe("Aurora", () => {
  test("is encrypted, and its password is known to RDS alone", () => {
    expect(cluster()).toMatchObject({
      cluster_identifier: "test-main",
      engine: "aurora-mysql",
      engine_version: "8.0",
      vpc_security_group_ids: ["sg-database"],
      storage_encrypted: true,
      kms_key_id: "arn:key",
      manage_master_user_password: true,
      master_user_secret_kms_key_id: "arn:key",
      copy_tags_to_snapshot: true,
    });
    expect(cluster()).not.toHaveProperty("master_password");
    expect(cluster()).not.toHaveProperty("serverlessv2_scaling_configuration");
    expect(instances()).toEqual([expect.objectContaining({ publicly_accessible: false })]);
  });

  test("can't be lost where the environment is protected", () => {
    expect(cluster({}, true)).toMatchObject({
      backup_retention_period: 7,
      deletion_protection: true,
      skip_final_snapshot: false,
      final_snapshot_identifier: "test-main-final",
      delete_automated_backups: false,
      apply_immediately: false,
      lifecycle: { prevent_destroy: true },
    });
  });

  test("leaves nothing behind where it is not", () => {
    expect(cluster()).toMatchObject({
      backup_retention_period: 1,
      deletion_protection: false,
      skip_final_snapshot: true,
      delete_automated_backups: true,
      apply_immediately: true,
    });
    expect(cluster()).not.toHaveProperty("final_snapshot_identifier");
  });

  test("follows the load without an instance class", () => {
    const serverless = { minCapacity: 0.5, maxCapacity: 4 };
    expect(cluster({ serverless })).toMatchObject({
      serverlessv2_scaling_configuration: { min_capacity: 0.5, max_capacity: 4 },
    });
    expect(instances({ serverless })).toEqual([expect.objectContaining({ instance_class: "db.serverless" })]);
    expect(instances()).toEqual([expect.objectContaining({ instance_class: "db.t4g.medium" })]);
    expect(instances({ instanceClass: "db.r6g.large" })).toEqual([
      expect.objectContaining({ instance_class: "db.r6g.large" }),
    ]);
  });

  test("has readers which take over in their order", () => {
    expect(
      instances({ replicas: 2 }).map(({ identifier, promotion_tier }) => [identifier, promotion_tier]),
    ).toEqual([
      ["test-main-1", 0],
      ["test-main-2", 1],
      ["test-main-3", 2],
    ]);
    expect(aurora({ replicas: 2 }).built.addresses).toBe(3);
  });

  test("passes its logs to encrypted groups, that of the audit when it is wanted", () => {
    const groups = (changes: object): unknown[] =>
      Object.values(aurora(changes).resources("aws_cloudwatch_log_group"))
        .map(({ name, kms_key_id }) => [name, kms_key_id])
        .sort();
    const error = ["/aws/rds/cluster/test-main/error", "arn:key"];
    const slow = ["/aws/rds/cluster/test-main/slowquery", "arn:key"];
    expect(groups({})).toEqual([error, slow]);
    expect(groups({ auditLog: true })).toEqual([
      ["/aws/rds/cluster/test-main/audit", "arn:key"],
      error,
      slow,
    ]);
    expect(cluster({ auditLog: true }).enabled_cloudwatch_logs_exports).toEqual([
      "error",
      "slowquery",
      "audit",
    ]);
  });

  test("of a version in full is not raised by AWS", () => {
    expect(instances()).toEqual([expect.objectContaining({ auto_minor_version_upgrade: true })]);
    expect(instances()[0]).not.toHaveProperty("engine_version");
    expect(instances({ engineVersion: "8.0.mysql_aurora.3.08.0" })).toEqual([
      expect.objectContaining({ auto_minor_version_upgrade: false }),
    ]);
  });

  test("is watched instance by instance, and for the lag of its readers", () => {
    const watched = (changes: object): unknown =>
      aurora(changes).built.watched.map(({ part, limits }) => [part, Object.keys(limits)]);
    expect(watched({})).toEqual([["1", ["cpu", "connections"]]]);
    expect(watched({ replicas: 1 })).toEqual([
      ["1", ["cpu", "connections"]],
      ["2", ["cpu", "connections"]],
      ["", ["lag"]],
    ]);
  });
});
