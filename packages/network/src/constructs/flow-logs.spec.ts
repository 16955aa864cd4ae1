import { statements, synthesizeIn } from "@strata/core/testing";
import { FlowLogs } from "./flow-logs";

const stack = synthesizeIn((scope) => {
  new FlowLogs(scope, "flow-logs", {
    name: (...parts) => ["test", ...parts].join("-"),
    sources: { "flow-log": { vpcId: "vpc" } },
    account: "123456789012",
    retentionDays: 30,
  });
});

test("records what is accepted and what is refused, and keeps it as long as it is told", () => {
  expect(stack.resource("aws_flow_log").traffic_type).toBe("ALL");
  expect(stack.resource("aws_cloudwatch_log_group")).toMatchObject({
    name: "/test-flow-logs",
    retention_in_days: 30,
  });
});

test("its role writes to its own log group, for this account only", () => {
  expect(statements(stack.resource("aws_iam_role_policy").policy)).toMatchObject([
    { Resource: [expect.stringMatching(/aws_cloudwatch_log_group\..*\.arn}:\*$/)] },
  ]);
  expect(statements(stack.resource("aws_iam_role").assume_role_policy)).toMatchObject([
    { Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } } },
  ]);
});
