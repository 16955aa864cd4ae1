import { statements, synthesizeIn, testEnvironment, type Synthesized } from "@strata/core/testing";
import { Artifacts } from "./artifacts";
import type { OnePipeline } from "../settings";
import { BuildProject } from "./build-project";
import { service } from "./fixtures";

const SECRET = "arn:aws:secretsmanager:ap-northeast-2:123456789012:secret:token-a1b2c3";
const KEY = "arn:aws:kms:ap-northeast-2:123456789012:key/1";

const build = (
  kind: "blue-green" | "rolling",
  buildspec: OnePipeline["build"]["buildspec"] = { kind: "inline" },
): Synthesized =>
  synthesizeIn((scope) => {
    new BuildProject(scope, "build", {
      name: "test-build",
      roleName: "test-build",
      account: "123456789012",
      region: "ap-northeast-2",
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
        layerCache: true,
        buildspec,
      },
      kind,
      repository: { name: "web", url: "registry/web", arn: "arn:repository" },
      vpc: undefined,
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
      REPOSITORY_URI: "registry/web",
      CONTEXT: "app",
      DOCKERFILE: "app/Dockerfile",
      CONTAINER_NAME: "app",
    });
  });

  test("for CodeDeploy also reads the task definition", () => {
    expect(variables(build("blue-green"))).toMatchObject({
      TASK_FAMILY: "web-family",
      TARGET_CONTAINER: "nginx",
      TARGET_PORT: "80",
    });
    const actions = (kind: "blue-green" | "rolling") =>
      statements(build(kind).resource("aws_iam_role_policy").policy).flatMap(
        ({ Action }) => Action as string[],
      );
    expect(actions("blue-green")).toContain("ecs:DescribeTaskDefinition");
    expect(actions("rolling")).not.toContain("ecs:DescribeTaskDefinition");
  });

  describe("with the buildspec of the repository", () => {
    const stack = build("rolling", {
      kind: "repository",
      file: "ci/buildspec.yml",
      environment: { COLOUR: "green" },
      parameters: { MODE: "/web/mode" },
      secrets: { TOKEN: { secretArn: SECRET, key: "token" } },
      keyArns: [KEY],
    });

    test("takes its commands from there, and tells them what they must know", () => {
      const { environment, source } = stack.resource("aws_codebuild_project") as {
        environment: { environment_variable: object[] };
        source: { buildspec: string };
      };
      expect(source.buildspec).toBe("ci/buildspec.yml");
      expect(variables(stack)).toMatchObject({
        AWS_ACCOUNT_ID: "123456789012",
        REPOSITORY_URI: "registry/web",
        CLUSTER: "cluster",
        SERVICE: "web",
        CONTAINER_NAME: "app",
        COLOUR: "green",
      });
      expect(environment.environment_variable.slice(-2)).toEqual([
        { type: "PARAMETER_STORE", name: "MODE", value: "/web/mode" },
        { type: "SECRETS_MANAGER", name: "TOKEN", value: `${SECRET}:token` },
      ]);
    });

    test("lets them read these parameters and secrets, and no others", () => {
      const rights = statements(stack.resource("aws_iam_role_policy").policy);
      expect(rights.slice(-3)).toMatchObject([
        {
          Action: ["ssm:GetParameters"],
          Resource: ["arn:aws:ssm:ap-northeast-2:123456789012:parameter/web/mode"],
        },
        { Action: ["secretsmanager:GetSecretValue"], Resource: [SECRET] },
        { Action: ["kms:Decrypt"], Resource: [KEY] },
      ]);
    });
  });
});
