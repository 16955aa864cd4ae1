import { synthesizeIn } from "@strata/core/testing";
import { JenkinsAlarms } from "./jenkins-alarms";

const alarms = (traffic?: Record<string, string>) =>
  Object.values(
    synthesizeIn((scope) => {
      new JenkinsAlarms(scope, "alarms", {
        name: "test-jenkins",
        instanceId: "i-1",
        traffic,
        topicArn: "arn:topic",
      });
    }).resources("aws_cloudwatch_metric_alarm"),
  );

describe("JenkinsAlarms", () => {
  test("tell of a host that is not well, and of one that is stopped", () => {
    expect(alarms()).toMatchObject([
      { dimensions: { InstanceId: "i-1" }, treat_missing_data: "breaching", alarm_actions: ["arn:topic"] },
    ]);
  });

  test("tell of a Jenkins that doesn't answer its load balancer", () => {
    const dimensions = { LoadBalancer: "app/web/1", TargetGroup: "targetgroup/jenkins/1" };
    expect(alarms(dimensions)).toContainEqual(
      expect.objectContaining({ metric_name: "UnHealthyHostCount", dimensions }),
    );
  });
});
