import { synthesizeIn } from "@strata/core/testing";
import { ServiceAlarms } from "./service-alarms";

const alarmsOf = (traffic: { targets: string } | undefined) => {
  const rollback: string[] = [];
  const stack = synthesizeIn((scope) => {
    const alarms = new ServiceAlarms(scope, "alarms", {
      clusterName: "cluster",
      serviceName: "shop",
      traffic: traffic && { targetGroupSuffixes: traffic, loadBalancerSuffix: "app/edge/1" },
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
    "shop-targets-errors",
    "shop-targets-unhealthy",
  ]);
  expect(rollback).toEqual(["shop-targets-errors"]);
  for (const alarm of alarms)
    expect(alarm).toMatchObject({ alarm_actions: ["topic"], ok_actions: ["topic"] });
});
