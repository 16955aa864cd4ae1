import { synthesizeIn } from "@strata/core/testing";
import { Connection } from "./connection";

describe("Connection", () => {
  let connection!: Connection;
  const stack = synthesizeIn((scope) => {
    connection = new Connection(scope, "source", { name: "test-source", provider: "GitHub" });
  });

  test("is to the Git host of the settings", () => {
    expect(stack.resource("aws_codeconnections_connection")).toMatchObject({
      name: "test-source",
      provider_type: "GitHub",
    });
  });

  test("lets a role read one repository", () => {
    expect(connection.use("owner/web")).toMatchObject([
      {
        resources: [connection.arn],
        conditions: { StringEqualsIfExists: { "codeconnections:FullRepositoryId": "owner/web" } },
      },
    ]);
  });
});
