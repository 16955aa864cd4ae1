import { synthesizeIn, testEnvironment, type Synthesized } from "@strata/core/testing";
import { databaseSettings, type OneDatabase } from "../settings";
import { Mysql } from "./mysql";

const mysql = (changes: Partial<OneDatabase> = {}, guarded = false): Synthesized =>
  synthesizeIn((scope) => {
    const { databases } = databaseSettings.parse({
      databases: { main: { databaseName: "app", ...changes } },
    });
    new Mysql(scope, "main", {
      environment: testEnvironment({ protected: guarded }),
      name: (parts) => ["test", ...parts].join("-"),
      key: "main",
      settings: databases.main as OneDatabase,
      subnetIds: ["subnet-a", "subnet-c"],
      securityGroupId: "sg-database",
      keyArn: "arn:key",
    });
  });

const instance = (...given: Parameters<typeof mysql>) => mysql(...given).resource("aws_db_instance");

describe("Mysql", () => {
  test("is reached from inside only, encrypted, and its password is known to RDS alone", () => {
    expect(instance()).toMatchObject({
      publicly_accessible: false,
      vpc_security_group_ids: ["sg-database"],
      storage_encrypted: true,
      kms_key_id: "arn:key",
      storage_type: "gp3",
      manage_master_user_password: true,
    });
    expect(instance()).not.toHaveProperty("password");
    expect(mysql().resource("aws_db_subnet_group")).toMatchObject({ subnet_ids: ["subnet-a", "subnet-c"] });
  });

  test("can't be lost where the environment is protected", () => {
    expect(instance({}, true)).toMatchObject({
      deletion_protection: true,
      skip_final_snapshot: false,
      final_snapshot_identifier: "test-main-final",
      delete_automated_backups: false,
      apply_immediately: false,
      lifecycle: { prevent_destroy: true },
    });
  });

  test("leaves nothing behind where it is not", () => {
    expect(instance()).toMatchObject({
      deletion_protection: false,
      skip_final_snapshot: true,
      delete_automated_backups: true,
      apply_immediately: true,
    });
    expect(instance()).not.toHaveProperty("final_snapshot_identifier");
  });

  test("passes its logs to groups that forget, made before it", () => {
    const groups = Object.entries(mysql().resources("aws_cloudwatch_log_group"));
    expect(groups.map(([, { name }]) => name).sort()).toEqual([
      "/aws/rds/instance/test-main/error",
      "/aws/rds/instance/test-main/slowquery",
    ]);
    for (const [, group] of groups) expect(group).toMatchObject({ retention_in_days: 30 });
    expect(instance().depends_on).toEqual(
      expect.arrayContaining(groups.map(([name]) => `aws_cloudwatch_log_group.${name}`)),
    );
  });

  test("records which queries load it, or not", () => {
    expect(instance()).toMatchObject({
      performance_insights_enabled: true,
      performance_insights_retention_period: 7,
      performance_insights_kms_key_id: "arn:key",
    });
    const without = instance({ performanceInsights: false });
    expect(without).toMatchObject({ performance_insights_enabled: false });
    expect(without).not.toHaveProperty("performance_insights_kms_key_id");
  });
});
