import { statements, synthesizeIn } from "@strata/core/testing";
import type { Container } from "../container-definition";
import { TaskDefinition, type TaskDefinitionProps } from "./task-definition";

const app: Container = {
  image: "registry/shop:v1",
  port: 8000,
  environment: { LOG: "info" },
  secrets: { TOKEN: "arn:secret:token::" },
  environmentFiles: [],
  dependsOn: {},
  stopSeconds: 30,
  readonlyRootFilesystem: true,
  writable: [],
  essential: true,
};

const task = (change: Partial<TaskDefinitionProps> = {}) =>
  synthesizeIn((scope) => {
    new TaskDefinition(scope, "task", {
      family: "test-shop",
      region: "ap-northeast-2",
      account: "123456789012",
      containers: { app, proxy: { ...app, image: "nginx:1", port: undefined, secrets: {} } },
      cpu: 256,
      memory: 512,
      logGroupName: "/ecs/test-shop",
      logging: { kind: "cloudwatch", retentionDays: 30 },
      architecture: "X86_64",
      launchType: "FARGATE",
      exec: false,
      connected: undefined,
      parameterArns: [],
      fileArns: [],
      keyArn: "arn:key",
      statements: [],
      imageParameterName: "/test/shop/image",
      imageDecidedBy: "pipeline",
      pullPolicyArn: "arn:pull",
      secretArns: ["arn:secret"],
      keepRevisions: false,
      roleName: (part) => `test-shop-${part}`,
      ...change,
    });
  });

const definition = task().resource("aws_ecs_task_definition");
const containers = JSON.parse(definition.container_definitions as string) as Record<string, unknown>[];

test("the image of the first container is the one that runs; others are as they are set", () => {
  expect(containers.map(({ name, image }) => [name, image])).toEqual([
    ["app", expect.stringMatching(/terraform_data\..*\.output\.image/)],
    ["proxy", "nginx:1"],
  ]);
  const { triggers_replace: template } = task().resource("terraform_data");
  expect(JSON.stringify(template)).toContain("LOG");
  expect(JSON.stringify(template)).not.toContain("output.image");
});

test("containers get values in the environment, and secrets by reference", () => {
  expect(containers[0]).toMatchObject({
    environment: [{ name: "LOG", value: "info" }],
    secrets: [{ name: "TOKEN", valueFrom: "arn:secret:token::" }],
    portMappings: [{ containerPort: 8000 }],
    readonlyRootFilesystem: true,
  });
  expect(containers[1]).toMatchObject({ portMappings: [], secrets: [] });
});

test("the execution role reads the service's own secrets, and none where it has none", () => {
  const actions = (stack: ReturnType<typeof task>): unknown =>
    statements(stack.resource("aws_iam_role_policy").policy).map(({ Action, Resource }) => [
      Action,
      Resource,
    ]);
  const logs = [
    ["logs:CreateLogStream", "logs:PutLogEvents"],
    [expect.stringContaining("aws_cloudwatch_log_group")],
  ];
  expect(actions(task())).toEqual([logs, [["secretsmanager:GetSecretValue"], ["arn:secret"]]]);
  expect(actions(task({ secretArns: [] }))).toEqual([logs]);
});

test("only ECS tasks of the account take its roles", () => {
  for (const role of Object.values(task().resources("aws_iam_role"))) {
    expect(statements(role.assume_role_policy)).toMatchObject([
      {
        Principal: { Service: "ecs-tasks.amazonaws.com" },
        Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
      },
    ]);
  }
});

test("old revisions stay where they are needed to go back to", () => {
  expect(definition).toMatchObject({ skip_destroy: false, lifecycle: { create_before_destroy: true } });
  expect(task({ keepRevisions: true }).resource("aws_ecs_task_definition")).toMatchObject({
    skip_destroy: true,
  });
});
