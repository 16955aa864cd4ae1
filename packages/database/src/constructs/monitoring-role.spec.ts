import { statements, synthesizeIn, testEnvironment } from "@strata/core/testing";
import { MonitoringRole } from "./monitoring-role";

test("MonitoringRole lets RDS, for this account, write what operating systems report", () => {
  const stack = synthesizeIn((scope) => {
    new MonitoringRole(scope, "monitoring", { environment: testEnvironment(), name: "test-monitoring" });
  });
  expect(statements(stack.resource("aws_iam_role").assume_role_policy)).toEqual([
    expect.objectContaining({
      Principal: { Service: "monitoring.rds.amazonaws.com" },
      Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
    }),
  ]);
});
