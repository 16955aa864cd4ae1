import { synthesizeIn, type Attributes } from "@strata/core/testing";
import { autoScalingGroup } from "../settings/auto-scaling-groups";
import { ScalingPolicies } from "./scaling-policies";

const scaling = (policies: object) => {
  const settings = autoScalingGroup.parse({
    subnetGroup: "private",
    securityGroup: "web",
    scaling: policies,
  });
  return synthesizeIn((scope) => {
    new ScalingPolicies(scope, "scaling", { groupName: "test-web", scaling: settings.scaling });
  });
};

test("target tracking holds a CPU use", () => {
  expect(scaling({ targetTracking: { cpuPercent: 50 } }).resource("aws_autoscaling_policy")).toMatchObject({
    policy_type: "TargetTrackingScaling",
    target_tracking_configuration: {
      predefined_metric_specification: { predefined_metric_type: "ASGAverageCPUUtilization" },
      target_value: 50,
    },
  });
});

test("a simple policy adds instances when its alarm goes off", () => {
  const stack = scaling({ simple: [{ above: 80, add: 1 }] });
  expect(stack.resource("aws_autoscaling_policy")).toMatchObject({
    policy_type: "SimpleScaling",
    scaling_adjustment: 1,
    cooldown: 300,
  });
  expect(stack.resource("aws_cloudwatch_metric_alarm")).toMatchObject({
    threshold: 80,
    comparison_operator: "GreaterThanThreshold",
    dimensions: { AutoScalingGroupName: "test-web" },
    alarm_actions: [expect.stringContaining("aws_autoscaling_policy") as string],
  });
});

test("steps count from the lowest threshold, which is the alarm's; the last has no end", () => {
  const steps = [
    { above: 70, add: 2 },
    { above: 85, add: 3 },
    { above: 90, add: 4 },
  ];
  const stack = scaling({ steps });
  const { step_adjustment } = stack.resource("aws_autoscaling_policy");
  expect(step_adjustment).toEqual([
    { scaling_adjustment: 2, metric_interval_lower_bound: "0", metric_interval_upper_bound: "15" },
    { scaling_adjustment: 3, metric_interval_lower_bound: "15", metric_interval_upper_bound: "20" },
    { scaling_adjustment: 4, metric_interval_lower_bound: "20" },
  ]);
  expect(stack.resource("aws_cloudwatch_metric_alarm")).toMatchObject({ threshold: 70 });
});

test.each([
  ["forecast-only", "ForecastOnly"],
  ["forecast-and-scale", "ForecastAndScale"],
])("a %s policy", (mode, expected) => {
  const stack = scaling({ predictive: { cpuPercent: 50, mode } });
  expect(stack.resource("aws_autoscaling_policy")).toMatchObject({
    policy_type: "PredictiveScaling",
    predictive_scaling_configuration: { mode: expected, metric_specification: { target_value: 50 } },
  });
});

test("a scheduled action leaves what it does not name as it is", () => {
  const stack = scaling({
    scheduled: { evening: { recurrence: "50 22 * * *", timezone: "Asia/Seoul", desired: 3 } },
  });
  expect(stack.resource("aws_autoscaling_schedule")).toMatchObject({
    scheduled_action_name: "evening",
    time_zone: "Asia/Seoul",
    desired_capacity: 3,
    min_size: -1,
    max_size: -1,
  });
});

test("without settings there are none", () => {
  const stack = scaling({});
  const types = ["aws_autoscaling_policy", "aws_autoscaling_schedule", "aws_cloudwatch_metric_alarm"];
  for (const type of types) expect(stack.resources(type)).toEqual<Record<string, Attributes>>({});
});
