import { statements, synthesizeIn, testEnvironment, type Attributes } from "@strata/core/testing";
import { Artifacts } from "./artifacts";
import { BlueGreenDeployment } from "./blue-green-deployment";
import { CodebuildProject } from "./codebuild-project";
import { Connection } from "./connection";
import { DeliveryPipeline, type DeliveryPipelineProps } from "./delivery-pipeline";
import { service, traffic } from "./fixtures";

interface Action {
  readonly name: string;
  readonly provider: string;
  readonly run_order?: number;
  readonly configuration: Readonly<Record<string, string>>;
}

interface Pipeline {
  readonly stages: Readonly<Record<string, readonly Action[]>>;
  readonly rights: readonly Attributes[];
  readonly attributes: Attributes;
}

function pipeline(
  kind: "blue-green" | "rolling",
  changes: Partial<Pick<DeliveryPipelineProps, "source" | "approvalTopicArn">> = {},
): Pipeline {
  const stack = synthesizeIn((scope) => {
    const environment = testEnvironment();
    const project = (name: string): CodebuildProject =>
      new CodebuildProject(scope, name, {
        name,
        roleName: name,
        account: environment.account,
        description: name,
        buildspec: "buildspec.yml",
        variables: {},
        statements: [],
        image: "image",
        computeType: "BUILD_GENERAL1_SMALL",
        docker: false,
        timeoutMinutes: 10,
        logRetentionDays: 30,
        keyArn: "arn:key",
      });
    new DeliveryPipeline(scope, "delivery", {
      name: "test-web",
      roleName: "test-web-pipeline",
      account: environment.account,
      artifacts: new Artifacts(scope, "artifacts", {
        environment,
        bucketName: "artifacts",
        keyAlias: "alias/artifacts",
        days: 30,
      }),
      connection: new Connection(scope, "source", { name: "source", provider: "GitHub" }),
      source: { repository: "owner/web", branch: "release", paths: [] },
      build: project("build"),
      record: project("record"),
      service,
      deployment:
        kind === "rolling"
          ? { timeoutMinutes: 15 }
          : new BlueGreenDeployment(scope, "deployment", {
              environment,
              name: "test-web",
              roleName: "test-web-deploy",
              configName: (...parts) => ["test-web", ...parts].join("-"),
              service,
              traffic,
              settings: { kind, config: "CodeDeployDefault.ECSAllAtOnce", confirmMinutes: 0, waitMinutes: 5 },
            }),
      approvalTopicArn: undefined,
      ...changes,
    });
  });
  const attributes = stack.resource("aws_codepipeline");
  const stages = attributes.stage as { name: string; action: Action[] }[];
  const roles = Object.entries(stack.resources("aws_iam_role_policy"));
  const [, policy] = roles.find(([name]) => name.startsWith("delivery")) as [string, Attributes];
  return {
    stages: Object.fromEntries(stages.map(({ name, action }) => [name, action])),
    rights: statements(policy.policy),
    attributes,
  };
}

/** What a role may do with which resources, of the actions of one service. */
const rightsTo = (service: string, { rights }: Pipeline): readonly Attributes[] =>
  rights.filter(({ Action }) => (Action as string[]).some((action) => action.startsWith(`${service}:`)));

describe("DeliveryPipeline", () => {
  test.each(["blue-green", "rolling"] as const)(
    "%s: builds each commit, deploys it, and then records what runs",
    (kind) => {
      const { stages, attributes } = pipeline(kind);
      expect(attributes).toMatchObject({ pipeline_type: "V2" });
      expect(Object.keys(stages)).toEqual(["Source", "Build", "Deploy"]);
      expect(stages.Source?.[0]?.configuration).toMatchObject({
        FullRepositoryId: "owner/web",
        BranchName: "release",
        DetectChanges: "true",
      });
      expect(stages.Deploy?.map(({ name, run_order }) => [name, run_order])).toEqual([
        ["Deploy", 1],
        ["Record", 2],
      ]);
    },
  );

  test("starts at commits to certain files only, where the settings name them", () => {
    const source = { repository: "owner/web", branch: "main", paths: ["web/**"] };
    const { stages, attributes } = pipeline("rolling", { source });
    expect(stages.Source?.[0]?.configuration).toMatchObject({ DetectChanges: "false" });
    expect(attributes.trigger).toEqual([
      {
        provider_type: "CodeStarSourceConnection",
        git_configuration: {
          source_action_name: "Source",
          push: [{ branches: { includes: ["main"] }, file_paths: { includes: ["web/**"] } }],
        },
      },
    ]);
    expect(pipeline("rolling").attributes).not.toHaveProperty("trigger");
  });

  test("asks a person before the deployment, where the settings say so", () => {
    const asked = pipeline("rolling", { approvalTopicArn: "arn:topic" });
    expect(Object.keys(asked.stages)).toEqual(["Source", "Build", "Approve", "Deploy"]);
    expect(asked.stages.Approve?.[0]).toMatchObject({
      provider: "Manual",
      configuration: { NotificationArn: "arn:topic", CustomData: "Deploy this image to web?" },
    });
    expect(rightsTo("sns", asked)).toEqual([
      { Effect: "Allow", Action: ["sns:Publish"], Resource: ["arn:topic"] },
    ]);
    expect(rightsTo("sns", pipeline("rolling"))).toEqual([]);
  });

  test("blue-green: gives CodeDeploy the files of the build", () => {
    expect(pipeline("blue-green").stages.Deploy?.[0]).toMatchObject({
      provider: "CodeDeployToECS",
      configuration: {
        TaskDefinitionTemplatePath: "taskdef.json",
        AppSpecTemplatePath: "appspec.yaml",
        Image1ContainerName: "IMAGE1_NAME",
      },
    });
  });

  test("rolling: gives ECS the image of the build", () => {
    expect(pipeline("rolling").stages.Deploy?.[0]).toMatchObject({
      provider: "ECS",
      configuration: {
        ClusterName: "cluster",
        ServiceName: "web",
        FileName: "imagedefinitions.json",
        DeploymentTimeout: "15",
      },
    });
  });

  test.each(["blue-green", "rolling"] as const)("%s: hands to ECS no roles but the service's", (kind) => {
    expect(rightsTo("iam", pipeline(kind))).toEqual([
      {
        Effect: "Allow",
        Action: ["iam:PassRole"],
        Resource: ["arn:task-role", "arn:execution-role"],
        Condition: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
      },
    ]);
  });

  test("only the rolling one changes the service itself", () => {
    expect(rightsTo("ecs", pipeline("rolling"))).toContainEqual({
      Effect: "Allow",
      Action: ["ecs:DescribeServices", "ecs:UpdateService"],
      Resource: ["arn:service"],
    });
    expect(JSON.stringify(rightsTo("ecs", pipeline("blue-green")))).not.toContain("UpdateService");
    expect(rightsTo("codedeploy", pipeline("rolling"))).toEqual([]);
  });
});
