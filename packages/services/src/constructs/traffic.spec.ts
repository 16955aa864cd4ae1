import { synthesizeIn } from "@strata/core/testing";
import type { ServiceSettings } from "../settings";
import { LoadBalancer } from "./load-balancer";
import { Traffic } from "./traffic";

const traffic = (deployment: ServiceSettings["deployment"]) => {
  const made: Traffic[] = [];
  const stack = synthesizeIn((scope) => {
    made.push(
      new Traffic(scope, "traffic", {
        name: (part) => `test-${part}`,
        vpcId: "vpc",
        loadBalancer: new LoadBalancer(scope, "balancer", {
          name: "test",
          scheme: "public",
          subnetIds: ["a", "c"],
          securityGroupId: "group",
          protect: false,
        }),
        settings: { loadBalancer: "edge", port: 80, healthCheckPath: "/ok", deregistrationSeconds: 5 },
        containerPort: 8000,
        deployment,
      }),
    );
  });
  return { stack, blueGreen: made[0]?.blueGreen };
};

test("rolling: one target group behind one listener, which Terraform owns", () => {
  const { stack, blueGreen } = traffic({ kind: "rolling" });
  expect(stack.resource("aws_lb_target_group")).toMatchObject({
    name: "test-targets",
    port: 8000,
    target_type: "ip",
    deregistration_delay: "5",
    health_check: { path: "/ok", matcher: "200" },
  });
  expect(stack.resource("aws_lb_listener")).toMatchObject({ port: 80 });
  expect(stack.resource("aws_lb_listener")).not.toHaveProperty("lifecycle");
  expect(blueGreen).toBeUndefined();
});

test("blue/green: two of each, and CodeDeploy says which listener leads where", () => {
  const { stack, blueGreen } = traffic({ kind: "blue-green", testPort: 10080 });
  const groups = Object.values(stack.resources("aws_lb_target_group"));
  expect(groups.map(({ name }) => name)).toEqual(["test-blue", "test-green"]);
  expect(Object.values(stack.resources("aws_lb_listener"))).toMatchObject([
    { port: 80, lifecycle: { ignore_changes: ["default_action"] } },
    { port: 10080, lifecycle: { ignore_changes: ["default_action"] } },
  ]);
  expect(blueGreen?.productionListenerArn).not.toBe(blueGreen?.testListenerArn);
});
