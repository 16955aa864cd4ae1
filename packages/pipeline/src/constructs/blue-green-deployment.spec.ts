import { statements, synthesizeIn, testEnvironment, type Synthesized } from "@strata/core/testing";
import { BlueGreenDeployment } from "./blue-green-deployment";
import type { BlueGreenSettings } from "../settings";
import { service, traffic } from "./fixtures";

let deployment!: BlueGreenDeployment;
const deploy = (
  confirmMinutes: number,
  config: BlueGreenSettings["config"] = "CodeDeployDefault.ECSAllAtOnce",
): Synthesized =>
  synthesizeIn((scope) => {
    deployment = new BlueGreenDeployment(scope, "deployment", {
      environment: testEnvironment(),
      name: "test-web",
      roleName: "test-web-deploy",
      configName: (...parts) => ["test-web", ...parts].join("-"),
      service,
      traffic,
      settings: {
        kind: "blue-green",
        config,
        confirmMinutes,
        waitMinutes: 7,
      },
    });
  });

describe("BlueGreenDeployment", () => {
  test("moves users from one target group to the other, and the test listener before them", () => {
    expect(deploy(0).resource("aws_codedeploy_deployment_group")).toMatchObject({
      deployment_style: { deployment_type: "BLUE_GREEN", deployment_option: "WITH_TRAFFIC_CONTROL" },
      ecs_service: { cluster_name: "cluster", service_name: "web" },
      load_balancer_info: {
        target_group_pair_info: {
          prod_traffic_route: { listener_arns: ["arn:production"] },
          test_traffic_route: { listener_arns: ["arn:test"] },
          target_group: [{ name: "blue" }, { name: "green" }],
        },
      },
    });
  });

  test("goes back on failure and on alarm, and lets the old tasks wait for it", () => {
    expect(deploy(0).resource("aws_codedeploy_deployment_group")).toMatchObject({
      auto_rollback_configuration: {
        enabled: true,
        events: ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM", "DEPLOYMENT_STOP_ON_REQUEST"],
      },
      alarm_configuration: { enabled: true, alarms: ["errors"] },
      blue_green_deployment_config: {
        terminate_blue_instances_on_deployment_success: {
          action: "TERMINATE",
          termination_wait_time_in_minutes: 7,
        },
      },
    });
  });

  test.each([
    [0, { action_on_timeout: "CONTINUE_DEPLOYMENT" }],
    [30, { action_on_timeout: "STOP_DEPLOYMENT", wait_time_in_minutes: 30 }],
  ])("with %d minutes to confirm", (minutes, option) => {
    expect(deploy(minutes).resource("aws_codedeploy_deployment_group")).toMatchObject({
      blue_green_deployment_config: { deployment_ready_option: option },
    });
  });

  test.each([
    ["canary", "TimeBasedCanary", 30],
    ["linear", "TimeBasedLinear", 120],
  ] as const)("shifts users by a configuration of its own: %s", (kind, type, shiftMinutes) => {
    const stack = deploy(10, { kind, percent: 25, minutes: 30 });
    expect(stack.resource("aws_codedeploy_deployment_config")).toMatchObject({
      deployment_config_name: `test-web-${kind}-25-30`,
      compute_platform: "ECS",
      traffic_routing_config: { type, [`time_based_${kind}`]: { interval: 30, percentage: 25 } },
      lifecycle: { create_before_destroy: true },
    });
    expect(deployment.minutes).toBe(10 + shiftMinutes + 7);
  });

  test("lets CodeDeploy act for this account only", () => {
    expect(statements(deploy(0).resource("aws_iam_role").assume_role_policy)).toMatchObject([
      { Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } } },
    ]);
  });

  test("lets who deploys do so with this group and this configuration only", () => {
    deploy(0);
    const rights = deployment.deploy();
    expect(rights.flatMap(({ resources }) => resources)).not.toContain("*");
    expect(rights).toContainEqual({
      actions: ["codedeploy:GetDeploymentConfig"],
      resources: [
        "arn:aws:codedeploy:ap-northeast-2:123456789012:deploymentconfig:CodeDeployDefault.ECSAllAtOnce",
      ],
    });
  });
});
