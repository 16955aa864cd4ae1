import { synthesizeIn, type Attributes } from "@strata/core/testing";
import { ParameterGroup, type ParameterGroupProps } from "./parameter-group";

const group = (changes: Partial<ParameterGroupProps> = {}): Attributes =>
  synthesizeIn((scope) => {
    new ParameterGroup(scope, "parameters", {
      name: (...parts) => ["main", ...parts].join("-"),
      engine: "mysql",
      engineVersion: "8.0",
      requireTls: true,
      slowQuerySeconds: 0.5,
      parameters: {},
      ...changes,
    });
  }).resource("aws_db_parameter_group");

describe("ParameterGroup", () => {
  test("sets text in UTF-8, the log of slow queries, and TLS", () => {
    expect(group().parameter).toEqual(
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
    const parameters = { max_connections: { value: "300", apply: "pending-reboot" as const } };
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
});
