import { statements, synthesizeIn, testEnvironment, type Attributes } from "@strata/core/testing";
import { BlueGreenDeployment } from "./blue-green-deployment";
import { service, traffic } from "./fixtures";
import { SettingsRollout } from "./settings-rollout";

interface State {
  readonly Type: string;
  readonly Next?: string;
  readonly End?: boolean;
  readonly Default?: string;
  readonly Choices?: readonly { readonly StringEquals: string; readonly Next: string }[];
  readonly Resource?: string;
  readonly Parameters?: unknown;
}

describe("SettingsRollout", () => {
  const stack = synthesizeIn((scope) => {
    const environment = testEnvironment();
    const settings = {
      kind: "blue-green",
      config: "CodeDeployDefault.ECSAllAtOnce",
      confirmMinutes: 0,
      waitMinutes: 5,
    } as const;
    const deployment = new BlueGreenDeployment(scope, "deployment", {
      environment,
      name: "test-web",
      roleName: "test-web-deploy",
      configName: (...parts) => ["test-web", ...parts].join("-"),
      service,
      traffic,
      settings,
    });
    new SettingsRollout(scope, "rollout", {
      environment,
      name: (parts) => ["test-web", ...parts].join("-"),
      service,
      traffic,
      deployment,
      logRetentionDays: 30,
    });
  });
  const { StartAt: start, States: states } = JSON.parse(
    stack.resource("aws_sfn_state_machine").definition as string,
  ) as { StartAt: string; States: Readonly<Record<string, State>> };

  test("begins when the services layer writes another task definition, and at no other parameter", () => {
    expect(JSON.parse(stack.resource("aws_cloudwatch_event_rule").event_pattern as string)).toEqual({
      source: ["aws.ssm"],
      "detail-type": ["Parameter Store Change"],
      detail: { name: ["/web/rollout"], operation: ["Create", "Update"] },
    });
  });

  test("has no way that leads nowhere", () => {
    const named = Object.values(states).flatMap(({ Next, Default, Choices = [] }) => [
      ...(Next === undefined ? [] : [Next]),
      ...(Default === undefined ? [] : [Default]),
      ...Choices.map((choice) => choice.Next),
    ]);
    expect(new Set([start, ...named])).toEqual(new Set(Object.keys(states)));
    for (const { Type, Next, End, Default } of Object.values(states)) {
      expect(Type === "Fail" || End === true || (Next ?? Default) !== undefined).toBe(true);
    }
  });

  test("has CodeDeploy replace the service with the task definition of the parameter", () => {
    expect(states.Read).toMatchObject({
      Resource: "arn:aws:states:::aws-sdk:ssm:getParameter",
      Parameters: { Name: "/web/rollout" },
      ResultSelector: {
        appSpec: {
          Resources: [
            {
              TargetService: {
                Type: "AWS::ECS::Service",
                Properties: {
                  "TaskDefinition.$": "$.Parameter.Value",
                  LoadBalancerInfo: { ContainerName: "nginx", ContainerPort: "80" },
                  "CapacityProviderStrategy.$":
                    "States.StringToJson($$.Execution.Input.capacityProviderStrategy)",
                },
              },
            },
          ],
        },
      },
    });
    expect(states.Deploy).toMatchObject({
      Resource: "arn:aws:states:::aws-sdk:codedeploy:createDeployment",
      Parameters: { Revision: { RevisionType: "AppSpecContent" } },
    });
  });

  test("ends well when the deployment has, and fails for all to see when it has not", () => {
    const ends = Object.fromEntries(
      (states["Done?"]?.Choices ?? []).map(({ StringEquals, Next }) => [StringEquals, states[Next]?.Type]),
    );
    expect(ends).toEqual({ Succeeded: "Task", Failed: "Fail", Stopped: "Fail" });
    expect(states["Done?"]?.Default).toBe("Wait");
  });

  test("then records the image and the task definition that run", () => {
    expect(states.RecordImage).toMatchObject({
      Next: "RecordTaskDefinition",
      Parameters: { Name: "/web/image", Overwrite: true },
    });
    expect(states.RecordTaskDefinition).toMatchObject({
      End: true,
      Parameters: { Name: "/web/task-definition", "Value.$": "$.taskDefinition", Overwrite: true },
    });
  });

  test("may start deployments, read one parameter and write the two of the record", () => {
    const policies = Object.entries(stack.resources("aws_iam_role_policy"));
    const of = (part: string): readonly Attributes[] =>
      statements(policies.find(([name]) => name.startsWith(`rollout_${part}`))?.[1].policy);
    expect(of("role")).toEqual(
      expect.arrayContaining([
        { Effect: "Allow", Action: ["ssm:GetParameter"], Resource: ["arn:parameter/web/rollout"] },
        {
          Effect: "Allow",
          Action: ["ssm:PutParameter"],
          Resource: ["arn:parameter/web/image", "arn:parameter/web/task-definition"],
        },
      ]),
    );
    expect(of("start")).toMatchObject([{ Action: ["states:StartExecution"] }]);
    expect(of("start")).toHaveLength(1);
  });

  test("writes a log", () => {
    expect(stack.resource("aws_sfn_state_machine")).toMatchObject({
      logging_configuration: { level: "ALL" },
    });
    expect(stack.resource("aws_cloudwatch_log_group")).toMatchObject({ retention_in_days: 30 });
  });
});
