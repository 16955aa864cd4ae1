import { statements, synthesizeIn, testEnvironment, type Synthesized } from "@strata/core/testing";
import { Artifacts } from "./artifacts";
import { BuildProject } from "./build-project";
import { service } from "./fixtures";

const build = (kind: "blue-green" | "rolling"): Synthesized =>
  synthesizeIn((scope) => {
    new BuildProject(scope, "build", {
      name: "test-build",
      roleName: "test-build",
      account: "123456789012",
      artifacts: new Artifacts(scope, "artifacts", {
        environment: testEnvironment(),
        bucketName: "artifacts",
        keyAlias: "alias/artifacts",
        days: 30,
      }),
      service,
      build: {
        context: "app",
        dockerfile: "app/Dockerfile",
        computeType: "BUILD_GENERAL1_SMALL",
        image: "image",
        timeoutMinutes: 30,
      },
      kind,
      repository: { name: "web", url: "registry/web", arn: "arn:repository" },
      logRetentionDays: 30,
    });
  });

const variables = (stack: Synthesized): Record<string, string> => {
  const { environment } = stack.resource("aws_codebuild_project") as {
    environment: { environment_variable: { name: string; value: string }[] };
  };
  return Object.fromEntries(environment.environment_variable.map(({ name, value }) => [name, value]));
};

describe("BuildProject", () => {
  test("may push to its own repository, and to no other", () => {
    const push = statements(build("rolling").resource("aws_iam_role_policy").policy).filter(({ Action }) =>
      (Action as string[]).includes("ecr:PutImage"),
    );
    expect(push).toMatchObject([{ Resource: ["arn:repository"] }]);
  });

  test("tells its commands where to push, and what to build", () => {
    expect(variables(build("rolling"))).toEqual({
      REPOSITORY_NAME: "web",
      REPOSITORY_URL: "registry/web",
      CONTEXT: "app",
      DOCKERFILE: "app/Dockerfile",
      CONTAINER_NAME: "app",
    });
  });

  test("for CodeDeploy also reads the task definition", () => {
    expect(variables(build("blue-green"))).toMatchObject({ TASK_FAMILY: "web-family", CONTAINER_PORT: "80" });
    const actions = (kind: "blue-green" | "rolling") =>
      statements(build(kind).resource("aws_iam_role_policy").policy).flatMap(
        ({ Action }) => Action as string[],
      );
    expect(actions("blue-green")).toContain("ecs:DescribeTaskDefinition");
    expect(actions("rolling")).not.toContain("ecs:DescribeTaskDefinition");
  });
});
