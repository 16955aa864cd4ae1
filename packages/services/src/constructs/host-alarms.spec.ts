import { synthesizeIn } from "@strata/core/testing";
import { HostAlarms } from "./host-alarms";

const alarms = Object.values(
  synthesizeIn((scope) => {
    new HostAlarms(scope, "alarms", {
      name: "test-web",
      instanceId: "i-1",
      region: "ap-northeast-2",
      topicArn: "arn:topic",
    });
  }).resources("aws_cloudwatch_metric_alarm"),
);

test("EC2 moves a host off hardware that fails, and somebody is told", () => {
  expect(alarms).toContainEqual(
    expect.objectContaining({
      metric_name: "StatusCheckFailed_System",
      alarm_actions: ["arn:aws:automate:ap-northeast-2:ec2:recover", "arn:topic"],
    }),
  );
});

test("of a host that does not answer or is short of CPU, somebody is told", () => {
  expect(alarms.map(({ alarm_name }) => alarm_name)).toEqual([
    "test-web-cpu",
    "test-web-instance",
    "test-web-system",
  ]);
  for (const alarm of alarms) {
    expect(alarm).toMatchObject({ dimensions: { InstanceId: "i-1" }, treat_missing_data: "notBreaching" });
  }
});
