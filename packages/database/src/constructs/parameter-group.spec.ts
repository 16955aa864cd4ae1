import { synthesizeIn, type Attributes } from "@strata/core/testing";
import { databaseSettings, type OneDatabase } from "../settings";
import { ParameterGroup } from "./parameter-group";

const group = (changes: object = {}, type = "aws_db_parameter_group"): Attributes =>
  synthesizeIn((scope) => {
    const { databases } = databaseSettings.parse({
      databases: { main: { databaseName: "app", ...changes } },
    });
    new ParameterGroup(scope, "parameters", {
      name: (...parts) => ["main", ...parts].join("-"),
      settings: databases.main as OneDatabase,
    });
  }).resource(type);

const aurora = (changes: object = {}): Attributes =>
  group({ engine: "aurora-mysql", ...changes }, "aws_rds_cluster_parameter_group");

describe("ParameterGroup", () => {
  test("sets text in UTF-8, the log of slow queries, and TLS", () => {
    expect(group({ slowQuerySeconds: 0.5 }).parameter).toEqual(
      expect.arrayContaining([
        { name: "character_set_server", value: "utf8mb4" },
        { name: "slow_query_log", value: "1" },
        { name: "long_query_time", value: "0.5" },
        { name: "require_secure_transport", value: "1" },
      ]),
    );
    expect(group({ requireTls: false }).parameter).toContainEqual({
      name: "require_secure_transport",
      value: "0",
    });
  });

  test("adds the parameters of the settings", () => {
    const parameters = { max_connections: { value: "300", apply: "pending-reboot" } };
    expect(group({ parameters }).parameter).toContainEqual({
      name: "max_connections",
      value: "300",
      apply_method: "pending-reboot",
    });
  });

  test.each([
    ["8.0", "mysql8.0", "main-mysql80"],
    ["8.0.40", "mysql8.0", "main-mysql80"],
    ["8.4.5", "mysql8.4", "main-mysql84"],
  ])("of version %s is of family %s, and is named after it", (engineVersion, family, name) => {
    expect(group({ engineVersion })).toMatchObject({
      family,
      name,
      lifecycle: { create_before_destroy: true },
    });
  });

  test("of Aurora belongs to the cluster, and turns the audit log on where it is wanted", () => {
    expect(aurora({ engineVersion: "8.0.mysql_aurora.3.08.0" })).toMatchObject({
      family: "aurora-mysql8.0",
      name: "main-aurora-mysql80",
      lifecycle: { create_before_destroy: true },
    });
    expect(aurora().parameter).toContainEqual({ name: "require_secure_transport", value: "ON" });
    expect(JSON.stringify(aurora())).not.toContain("server_audit");
    expect(aurora({ auditLog: true }).parameter).toContainEqual({ name: "server_audit_logging", value: "1" });
  });
});
