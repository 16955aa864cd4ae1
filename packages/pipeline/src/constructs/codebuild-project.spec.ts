import { statements, synthesizeIn, type Synthesized } from "@strata/core/testing";
import { CodebuildProject } from "./codebuild-project";

const project = (docker: boolean): Synthesized =>
  synthesizeIn((scope) => {
    new CodebuildProject(scope, "project", {
      name: "test-build",
      roleName: "test-build",
      account: "123456789012",
      description: "Builds",
      buildspec: { phases: { build: ["make"] }, artifacts: [] },
      variables: { COLOUR: "green" },
      statements: [{ actions: ["s3:GetObject"], resources: ["arn:object"] }],
      image: "image",
      computeType: "BUILD_GENERAL1_SMALL",
      docker,
      timeoutMinutes: 20,
      logRetentionDays: 14,
      keyArn: "arn:key",
    });
  });

describe("CodebuildProject", () => {
  test("works for a pipeline, by the commands that it is given", () => {
    expect(project(true).resource("aws_codebuild_project")).toMatchObject({
      source: { type: "CODEPIPELINE", buildspec: expect.stringContaining('- "make"') as string },
      artifacts: { type: "CODEPIPELINE" },
      build_timeout: 20,
      encryption_key: "arn:key",
      environment: { environment_variable: [{ name: "COLOUR", value: "green" }] },
    });
  });

  test.each([true, false])("is privileged only for Docker: %s", (docker) => {
    expect(project(docker).resource("aws_codebuild_project")).toMatchObject({
      environment: { privileged_mode: docker },
    });
  });

  test("writes its own log, which is kept for the days of the settings", () => {
    const stack = project(false);
    const [name = ""] = Object.keys(stack.resources("aws_cloudwatch_log_group"));
    expect(stack.resource("aws_cloudwatch_log_group")).toMatchObject({
      name: "/aws/codebuild/test-build",
      retention_in_days: 14,
    });
    expect(statements(stack.resource("aws_iam_role_policy").policy)).toEqual([
      {
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: [`\${aws_cloudwatch_log_group.${name}.arn}:*`],
      },
      { Effect: "Allow", Action: ["s3:GetObject"], Resource: ["arn:object"] },
    ]);
  });
});
