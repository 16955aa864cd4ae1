import { statements, synthesizeIn, type Synthesized } from "@strata/core/testing";
import { CodebuildProject, type CodebuildProjectProps } from "./codebuild-project";

const project = (
  docker: CodebuildProjectProps["docker"],
  changes: Partial<CodebuildProjectProps> = {},
): Synthesized =>
  synthesizeIn((scope) => {
    new CodebuildProject(scope, "project", {
      name: "test-build",
      roleName: "test-build",
      account: "123456789012",
      description: "Builds",
      buildspec: "buildspec.yml",
      variables: { COLOUR: "green" },
      statements: [{ actions: ["s3:GetObject"], resources: ["arn:object"] }],
      image: "image",
      computeType: "BUILD_GENERAL1_SMALL",
      docker,
      timeoutMinutes: 20,
      logRetentionDays: 14,
      keyArn: "arn:key",
      ...changes,
    });
  });

describe("CodebuildProject", () => {
  test("works for a pipeline, by the commands that it is given", () => {
    expect(project({ layerCache: true }).resource("aws_codebuild_project")).toMatchObject({
      source: { type: "CODEPIPELINE", buildspec: "buildspec.yml" },
      artifacts: { type: "CODEPIPELINE" },
      build_timeout: 20,
      encryption_key: "arn:key",
      environment: { environment_variable: [{ name: "COLOUR", value: "green" }] },
    });
  });

  test.each([{ layerCache: false }, false] as const)("is privileged only for Docker: %j", (docker) => {
    const attributes = project(docker).resource("aws_codebuild_project");
    expect(attributes).toMatchObject({ environment: { privileged_mode: docker !== false } });
    expect(attributes).not.toHaveProperty("cache");
  });

  test("keeps the layers of Docker where that is wanted", () => {
    expect(project({ layerCache: true }).resource("aws_codebuild_project")).toMatchObject({
      cache: { type: "LOCAL", modes: ["LOCAL_DOCKER_LAYER_CACHE"] },
    });
  });

  test("looks up parameters and secrets when a build starts", () => {
    const reference = { type: "PARAMETER_STORE", name: "MODE", value: "/web/mode" } as const;
    expect(project(false, { references: [reference] }).resource("aws_codebuild_project")).toMatchObject({
      environment: { environment_variable: [{ name: "COLOUR", value: "green" }, reference] },
    });
  });

  test("works in the VPC where it must reach something there", () => {
    const vpc = { vpcId: "vpc", subnets: ["subnet"], securityGroupIds: ["group"] };
    const stack = project(false, { vpc });
    expect(stack.resource("aws_codebuild_project")).toMatchObject({
      vpc_config: { vpc_id: "vpc", subnets: ["subnet"], security_group_ids: ["group"] },
    });
    expect(stack.resource("aws_iam_role_policy").policy).toContain("ec2:CreateNetworkInterface");
    expect(project(false).resource("aws_iam_role_policy").policy).not.toContain("ec2:");
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
