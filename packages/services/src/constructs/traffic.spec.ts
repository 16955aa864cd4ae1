import { synthesizeIn } from "@strata/core/testing";
import { TerraformOutput } from "cdktf";
import type { TrafficSettings } from "../settings";
import { LoadBalancer, type LoadBalancerProps } from "./load-balancer";
import { Traffic, type BlueGreenTraffic } from "./traffic";

interface Change {
  readonly rule?: Partial<NonNullable<TrafficSettings["rule"]>>;
  readonly testPort?: number;
  readonly balancer?: Partial<LoadBalancerProps>;
}

const traffic = ({ rule, testPort, balancer }: Change) => {
  const made: (BlueGreenTraffic | undefined)[] = [];
  const stack = synthesizeIn((scope) => {
    const loadBalancer = new LoadBalancer(scope, "balancer", {
      name: "test",
      scheme: "public",
      subnetIds: ["a", "c"],
      securityGroupId: "group",
      protect: false,
      ...balancer,
    });
    const { blueGreen } = new Traffic(scope, "traffic", {
      name: (part) => `test-${part}`,
      vpcId: "vpc",
      loadBalancer,
      settings: {
        loadBalancer: "edge",
        healthCheckPath: "/ok",
        healthCheckCodes: "200-299",
        healthCheckSeconds: 20,
        deregistrationSeconds: 5,
        ...(rule === undefined ? {} : { rule: { hosts: [], paths: [], priority: 10, ...rule } }),
      },
      hostName: (name) => `${name}.example.com`,
      target: { type: "ip", port: 8000 },
      ...(testPort === undefined ? {} : { testPort }),
    });
    made.push(blueGreen);
    new TerraformOutput(scope, "listener", { value: loadBalancer.listenerArn(80), staticId: true });
  });
  return { stack, blueGreen: made[0] };
};

test("rolling: one target group behind one listener, which Terraform owns", () => {
  const { stack, blueGreen } = traffic({});
  expect(stack.resource("aws_lb_target_group")).toMatchObject({
    name: "test-targets",
    port: 8000,
    target_type: "ip",
    deregistration_delay: "5",
    health_check: { path: "/ok", matcher: "200-299", interval: 20 },
  });
  expect(stack.resource("aws_lb_listener")).toMatchObject({ port: 80, protocol: "HTTP" });
  expect(stack.resource("aws_lb_listener")).not.toHaveProperty("lifecycle");
  expect(stack.outputs.listener).toMatch(/aws_lb_listener\.traffic_listener_.*\.arn/);
  expect(blueGreen).toBeUndefined();
});

test("blue/green: two of each, and CodeDeploy says which listener leads where", () => {
  const { stack, blueGreen } = traffic({ testPort: 10080 });
  const groups = Object.values(stack.resources("aws_lb_target_group"));
  expect(groups.map(({ name }) => name)).toEqual(["test-blue", "test-green"]);
  expect(Object.values(stack.resources("aws_lb_listener"))).toMatchObject([
    { port: 80, lifecycle: { ignore_changes: ["default_action"] } },
    { port: 10080, lifecycle: { ignore_changes: ["default_action"] } },
  ]);
  expect(blueGreen?.productionListenerArn).not.toBe(blueGreen?.testListenerArn);
});

test("with a rule: some requests of a listener that is the load balancer's", () => {
  const { stack } = traffic({
    rule: { hosts: ["api"], paths: ["/v1/*"] },
    balancer: { portsOfRulesOnly: [80] },
  });
  expect(stack.resource("aws_lb_listener")).toMatchObject({
    default_action: [{ type: "fixed-response", fixed_response: { status_code: "404" } }],
  });
  expect(stack.resource("aws_lb_listener_rule")).toMatchObject({
    listener_arn: expect.stringMatching(/aws_lb_listener\.balancer_listener-80_.*\.arn/) as string,
    priority: 10,
    condition: [{ host_header: { values: ["api.example.com"] } }, { path_pattern: { values: ["/v1/*"] } }],
  });
});

test("blue/green with a rule: CodeDeploy says where the rule leads", () => {
  const { stack } = traffic({
    rule: { paths: ["/api/*"] },
    testPort: 10080,
    balancer: { portsOfRulesOnly: [80] },
  });
  expect(stack.resource("aws_lb_listener_rule").lifecycle).toEqual({ ignore_changes: ["action"] });
  expect(Object.values(stack.resources("aws_lb_listener"))).toMatchObject([
    { port: 80 },
    { port: 10080, lifecycle: { ignore_changes: ["default_action"] } },
  ]);
});

test("with a certificate everything is HTTPS, and 80 redirects to 443 with all that was asked for", () => {
  const { stack } = traffic({ testPort: 8443, balancer: { certificateArn: "arn:certificate" } });
  const https = { protocol: "HTTPS", certificate_arn: "arn:certificate" };
  const listeners = Object.values(stack.resources("aws_lb_listener"));
  expect(listeners).toMatchObject([
    {
      port: 80,
      protocol: "HTTP",
      default_action: [
        {
          type: "redirect",
          redirect: {
            status_code: "HTTP_301",
            protocol: "HTTPS",
            port: "443",
            host: "#{host}",
            path: "/#{path}",
            query: "#{query}",
          },
        },
      ],
    },
    { port: 443, ssl_policy: "ELBSecurityPolicy-TLS13-1-2-2021-06", ...https },
    { port: 8443, ...https },
  ]);
});
