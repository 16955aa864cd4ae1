import { synthesizeIn, type Synthesized } from "@strata/core/testing";
import { JenkinsTraffic } from "./jenkins-traffic";

const traffic = (from?: readonly string[]): Synthesized =>
  synthesizeIn((scope) => {
    new JenkinsTraffic(scope, "traffic", {
      name: "test-jenkins",
      vpcId: "vpc",
      instanceId: "i-1",
      listenerArn: "arn:listener",
      host: "jenkins.example.com",
      priority: 1000,
      from,
    });
  });

describe("JenkinsTraffic", () => {
  test("leads requests of its name to the host", () => {
    expect(traffic().resource("aws_lb_listener_rule")).toMatchObject({
      listener_arn: "arn:listener",
      priority: 1000,
      condition: [{ host_header: { values: ["jenkins.example.com"] } }],
    });
    expect(traffic().resource("aws_lb_target_group_attachment")).toMatchObject({
      target_id: "i-1",
      port: 8080,
    });
  });

  test("asks whether Jenkins is up where nobody must be logged in", () => {
    expect(traffic().resource("aws_lb_target_group")).toMatchObject({
      health_check: { path: "/login", matcher: "200" },
      target_type: "instance",
    });
  });

  test("may be for some addresses only", () => {
    expect(traffic(["203.0.113.7/32"]).resource("aws_lb_listener_rule").condition).toContainEqual({
      source_ip: { values: ["203.0.113.7/32"] },
    });
  });
});
