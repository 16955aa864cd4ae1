import { synthesizeIn, testEnvironment, type Attributes, type Synthesized } from "@strata/core/testing";
import { databaseSettings, type MysqlSettings } from "../settings";
import type { Monitoring } from "./insight";
import { Mysql } from "./mysql";

interface Given {
  readonly changes?: Partial<MysqlSettings>;
  readonly guarded?: boolean;
  readonly monitoring?: Monitoring;
}

const mysql = ({ changes = {}, guarded = false, monitoring }: Given = {}): Synthesized & { built: Mysql } => {
  let built: Mysql | undefined;
  const synthesized = synthesizeIn((scope) => {
    const { databases } = databaseSettings.parse({
      databases: { main: { databaseName: "app", ...changes } },
    });
    built = new Mysql(scope, "main", {
      environment: testEnvironment({ protected: guarded }),
      name: (parts) => ["test", ...parts].join("-"),
      key: "main",
      settings: databases.main as MysqlSettings,
      subnetIds: ["subnet-a", "subnet-c"],
      securityGroupId: "sg-database",
      keyArn: "arn:key",
      monitoring,
    });
  });
  return { ...synthesized, built: built as Mysql };
};

const instance = (given: Given = {}): Attributes => mysql(given).resource("aws_db_instance");

describe("Mysql", () => {
  test("is reached from inside only, encrypted, and its password is known to RDS alone", () => {
    expect(instance()).toMatchObject({
      publicly_accessible: false,
      vpc_security_group_ids: ["sg-database"],
      storage_encrypted: true,
      kms_key_id: "arn:key",
      storage_type: "gp3",
      manage_master_user_password: true,
      master_user_secret_kms_key_id: "arn:key",
    });
    expect(instance()).not.toHaveProperty("password");
    expect(mysql().resource("aws_db_subnet_group")).toMatchObject({ subnet_ids: ["subnet-a", "subnet-c"] });
  });

  test("can't be lost where the environment is protected", () => {
    expect(instance({ guarded: true })).toMatchObject({
      multi_az: true,
      backup_retention_period: 7,
      deletion_protection: true,
      skip_final_snapshot: false,
      final_snapshot_identifier: "test-main-final",
      delete_automated_backups: false,
      apply_immediately: false,
      lifecycle: { prevent_destroy: true },
    });
  });

  test("costs little and leaves nothing behind where it is not", () => {
    expect(instance()).toMatchObject({
      multi_az: false,
      backup_retention_period: 1,
      deletion_protection: false,
      skip_final_snapshot: true,
      delete_automated_backups: true,
      apply_immediately: true,
    });
    expect(instance()).not.toHaveProperty("final_snapshot_identifier");
  });

  test("does as the settings say, wherever it is", () => {
    expect(instance({ changes: { multiAz: false, backupRetentionDays: 35 }, guarded: true })).toMatchObject({
      multi_az: false,
      backup_retention_period: 35,
    });
  });

  test.each([
    ["8.4", true],
    ["8.4.5", false],
  ])("of version %s follows minor versions: %s", (engineVersion, follows) => {
    expect(instance({ changes: { engineVersion } })).toMatchObject({ auto_minor_version_upgrade: follows });
  });

  test("passes its logs to encrypted groups that forget, made before it", () => {
    const groups = Object.entries(mysql().resources("aws_cloudwatch_log_group"));
    expect(groups.map(([, { name }]) => name).sort()).toEqual([
      "/aws/rds/instance/test-main/error",
      "/aws/rds/instance/test-main/slowquery",
    ]);
    for (const [, group] of groups) {
      expect(group).toMatchObject({ retention_in_days: 30, kms_key_id: "arn:key" });
    }
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
    const without = instance({ changes: { performanceInsights: false } });
    expect(without).toMatchObject({ performance_insights_enabled: false });
    expect(without).not.toHaveProperty("performance_insights_kms_key_id");
  });

  test("reports its operating system where it is asked to", () => {
    const role = { arn: "arn:role" } as Monitoring["role"];
    expect(instance({ monitoring: { seconds: 30, role } })).toMatchObject({
      monitoring_interval: 30,
      monitoring_role_arn: "arn:role",
    });
    expect(instance()).not.toHaveProperty("monitoring_interval");
  });
});

describe("a replica of Mysql", () => {
  const two = mysql({ changes: { replicas: 2 }, guarded: true });
  const replicas = Object.values(two.resources("aws_db_instance")).filter(
    ({ replicate_source_db }) => replicate_source_db !== undefined,
  );

  test("takes from its source what the two can't have apart", () => {
    expect(replicas.map(({ identifier }) => identifier)).toEqual([
      "test-main-replica-1",
      "test-main-replica-2",
    ]);
    for (const replica of replicas) {
      expect(replica).toMatchObject({
        replicate_source_db: expect.stringContaining("aws_db_instance.main_instance_") as string,
        storage_encrypted: true,
        publicly_accessible: false,
        vpc_security_group_ids: ["sg-database"],
      });
      for (const own of [
        "username",
        "db_name",
        "kms_key_id",
        "engine_version",
        "manage_master_user_password",
      ]) {
        expect(replica).not.toHaveProperty(own);
      }
    }
  });

  test("can be taken away again, wherever it is", () => {
    for (const replica of replicas) {
      expect(replica).toMatchObject({ skip_final_snapshot: true });
      expect(replica).not.toHaveProperty("deletion_protection");
      expect(replica).not.toHaveProperty("lifecycle");
    }
  });

  test("answers reads, and is watched for itself and how far it is behind", () => {
    expect(two.built.readerHost).not.toBe(two.built.host);
    const { built: alone } = mysql();
    expect(alone.readerHost).toBe(alone.host);
    expect(two.built.watched.map(({ part, limits }) => [part, Object.keys(limits)])).toEqual([
      ["", ["cpu", "connections", "free-storage"]],
      ["replica-1", ["cpu", "connections", "free-storage", "lag"]],
      ["replica-2", ["cpu", "connections", "free-storage", "lag"]],
    ]);
  });

  test("takes an address, as a standby does", () => {
    expect(mysql().built.addresses).toBe(1);
    expect(two.built.addresses).toBe(4);
  });

  test("is possible because Terraform hands the password on, unseen, where RDS does not manage it", () => {
    const source = Object.values(two.resources("aws_db_instance")).find(
      ({ replicate_source_db }) => replicate_source_db === undefined,
    );
    expect(source).not.toHaveProperty("manage_master_user_password");
    expect(source).not.toHaveProperty("password");
    expect(source?.password_wo).toMatch(
      /^\$\{jsondecode\(ephemeral\.aws_secretsmanager_secret_version\.\S+\.secret_string\)\["password"\]\}$/,
    );
    const value = two.resource("aws_secretsmanager_secret_version");
    expect(value).not.toHaveProperty("secret_string");
    expect(value.secret_string_wo).toContain("ephemeral.aws_secretsmanager_random_password.");
    expect(two.resource("aws_secretsmanager_secret")).toMatchObject({
      name: "test-database-main-credentials",
      kms_key_id: "arn:key",
      recovery_window_in_days: 30,
    });
  });
});
