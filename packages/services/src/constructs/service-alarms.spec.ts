import { synthesizeIn } from "@strata/core/testing";
import { ServiceAlarms } from "./service-alarms";

const alarmsOf = (traffic: Record<string, string> | undefined, runs = true) => {
  const rollback: string[] = [];
  const stack = synthesizeIn((scope) => {
    const alarms = new ServiceAlarms(scope, "alarms", {
      clusterName: "cluster",
      serviceName: "shop",
      traffic: traffic && { targetGroupSuffixes: traffic, loadBalancerSuffix: "app/edge/1" },
      limits: { cpuPercent: 80, memoryPercent: 85, latencySeconds: 2 },
      runs,
      topicArn: "topic",
    });
    rollback.push(...alarms.rollbackAlarms);
  });
  return { alarms: Object.values(stack.resources("aws_cloudwatch_metric_alarm")), rollback };
};

test("a service without traffic is watched for CPU and memory", () => {
  const { alarms, rollback } = alarmsOf(undefined);
  expect(alarms.map(({ alarm_name }) => alarm_name)).toEqual(["shop-cpu", "shop-memory"]);
  expect(rollback).toEqual([]);
});

test("a service with traffic also for its health and its answers; failed answers roll a version back", () => {
  const { alarms, rollback } = alarmsOf({ targets: "targetgroup/shop/1" });
  expect(alarms.map(({ alarm_name }) => alarm_name)).toEqual([
    "shop-cpu",
    "shop-memory",
    "shop-no-targets",
    "shop-targets-errors",
    "shop-targets-latency",
    "shop-targets-unhealthy",
  ]);
  expect(rollback).toEqual(["shop-targets-errors"]);
  for (const alarm of alarms)
    expect(alarm).toMatchObject({ alarm_actions: ["topic"], ok_actions: ["topic"] });
});

test("the limits are those of the settings", () => {
  const { alarms } = alarmsOf({ targets: "targetgroup/shop/1" });
  const named = (name: string) => alarms.find(({ alarm_name }) => alarm_name === name);
  expect(named("shop-cpu")).toMatchObject({ threshold: 80, statistic: "Average" });
  expect(named("shop-targets-latency")).toMatchObject({ threshold: 2, extended_statistic: "p99" });
});

test("nobody is served when both target groups of a blue/green service are empty, where tasks should run", () => {
  const noTargets = (runs: boolean) =>
    alarmsOf({ blue: "blue/1", green: "green/1" }, runs).alarms.find(
      ({ alarm_name }) => alarm_name === "shop-no-targets",
    );
  expect(noTargets(true)).toMatchObject({
    comparison_operator: "LessThanThreshold",
    threshold: 1,
    treat_missing_data: "breaching",
    metric_query: [
      { expression: "SUM([FILL(healthy0, 0), FILL(healthy1, 0)])", return_data: true },
      { id: "healthy0", metric: { dimensions: { TargetGroup: "blue/1" } } },
      { id: "healthy1", metric: { dimensions: { TargetGroup: "green/1" } } },
    ],
  });
  expect(noTargets(false)).toMatchObject({ treat_missing_data: "notBreaching" });
});
