import { statements, synthesizeIn } from "@strata/core/testing";
import { ServiceRole } from "./service-role";

describe("ServiceRole", () => {
  const stack = synthesizeIn((scope) => {
    new ServiceRole(scope, "role", {
      name: "test-build",
      service: "codebuild.amazonaws.com",
      account: "123456789012",
      statements: [{ actions: ["s3:GetObject"], resources: ["arn:object"] }],
    });
  });

  test("is for one service, and for this account only", () => {
    expect(statements(stack.resource("aws_iam_role").assume_role_policy)).toEqual([
      {
        Effect: "Allow",
        Action: ["sts:AssumeRole"],
        Principal: { Service: "codebuild.amazonaws.com" },
        Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
      },
    ]);
  });

  test("may do what it is given, and nothing else", () => {
    expect(statements(stack.resource("aws_iam_role_policy").policy)).toEqual([
      { Effect: "Allow", Action: ["s3:GetObject"], Resource: ["arn:object"] },
    ]);
  });
});
