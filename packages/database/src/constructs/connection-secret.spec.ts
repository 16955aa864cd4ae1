import { synthesizeIn, testEnvironment, type Synthesized } from "@strata/core/testing";
import { ConnectionSecret } from "./connection-secret";

const secret = (guarded: boolean): Synthesized =>
  synthesizeIn((scope) => {
    new ConnectionSecret(scope, "connection", {
      environment: testEnvironment({ protected: guarded }),
      name: "test-main-connection",
      description: "Where the database is",
      host: "main.example",
      readerHost: "replica.example",
      port: 3306,
      databaseName: "app",
      keyArn: "arn:key",
    });
  });

describe("ConnectionSecret", () => {
  test("tells hosts, port and name, and no password", () => {
    const { secret_string: value } = secret(false).resource("aws_secretsmanager_secret_version");
    expect(value).toBe(
      '${jsonencode({"host" = "main.example", "readerHost" = "replica.example", "port" = tostring(3306), "dbname" = "app"})}',
    );
  });

  test.each([
    [true, 30],
    [false, 0],
  ])("where protected is %s, a deletion can be taken back for %d days", (guarded, days) => {
    expect(secret(guarded).resource("aws_secretsmanager_secret")).toMatchObject({
      recovery_window_in_days: days,
      kms_key_id: "arn:key",
    });
  });
});
