import { synthesize, testEnvironment, type Synthesized } from "@strata/core/testing";
import { servicesSettings, type ServicesSettingsInput } from "../settings";
import { ServicesStack } from "../stack";

type Host = NonNullable<ServicesSettingsInput["hosts"]>[string];

const place = { subnetGroup: "public", securityGroup: "web" };
const loadBalancers: ServicesSettingsInput["loadBalancers"] = {
  edge: { ...place, scheme: "internal", accessLogs: false },
};

const stackOf = (settings: ServicesSettingsInput, isProtected = false): Synthesized =>
  synthesize((app) => {
    const environment = testEnvironment({ domain: "example.com", protected: isProtected });
    return new ServicesStack(app, environment, servicesSettings.parse({ loadBalancers, ...settings }));
  });
const hostOf = (change: Partial<Host>): Synthesized => stackOf({ hosts: { web: { ...place, ...change } } });

describe("a host", () => {
  test("has names for its Elastic IP, or without one for its private address", () => {
    const lasting = hostOf({ elasticIp: true, records: ["www", "@"] });
    expect(Object.values(lasting.resources("aws_route53_record")).map(({ name }) => name)).toEqual([
      "example.com",
      "www.example.com",
    ]);
    expect(hostOf({ elasticIp: true, records: ["www"] }).resource("aws_route53_record")).toMatchObject({
      records: [expect.stringMatching(/^\$\{aws_eip\..*public_ip}$/) as string],
    });
    expect(hostOf({ records: ["www"] }).resource("aws_route53_record")).toMatchObject({
      records: [expect.stringMatching(/^\$\{aws_instance\..*private_ip}$/) as string],
    });
  });

  test("gets requests from a load balancer on its port", () => {
    const stack = hostOf({ traffic: { loadBalancer: "edge", targetPort: 8080 } });
    expect(stack.resource("aws_lb_target_group")).toMatchObject({ target_type: "instance", port: 8080 });
    expect(stack.resource("aws_lb_target_group_attachment")).toMatchObject({
      target_id: expect.stringContaining("aws_instance") as string,
    });
  });

  test("may pull when it runs an image of the registry, whatever else it may do", () => {
    const stack = hostOf({ docker: { app: { image: { repository: "app", tag: "v1" } } } });
    expect(stack.uses).toContain("registry.pull_policy_arn");
    expect(stack.uses).not.toContain("registry.push_policy_arn");
    expect(stack.resource("aws_instance").user_data).toContain("repository_urls.app}:v1");
  });

  test("has a key of the network layer, a place of its own choice, and its ARN in the contract", () => {
    const stack = hostOf({ keyPair: "admin", zone: 1 });
    expect(stack.uses).toContain("network.key_names.admin");
    expect(stack.resource("aws_instance")).toMatchObject({
      subnet_id: expect.stringMatching(/^\$\{element\(.*, 1\)}$/) as string,
    });
    expect(stack.outputs.host_arns).toEqual({ web: expect.stringContaining("aws_instance") as string });
  });

  test("asks for a certificate for its own names", () => {
    const stack = hostOf({ records: ["www"], nginx: {}, certbot: {} });
    expect(stack.resource("aws_instance").user_data).toContain("--cert-name www.example.com");
  });
});

describe("an auto scaling group", () => {
  const group = { ...place, instanceTypes: ["t3.small"], traffic: { loadBalancer: "edge" } };
  const shares = (isProtected: boolean): unknown =>
    stackOf({ autoScalingGroups: { web: group } }, isProtected).resource("aws_autoscaling_group")
      .mixed_instances_policy;

  test("is Spot but for one instance, unless the environment is protected", () => {
    expect(shares(false)).toMatchObject({
      instances_distribution: { on_demand_base_capacity: 1, on_demand_percentage_above_base_capacity: 0 },
    });
    expect(shares(true)).toMatchObject({
      instances_distribution: { on_demand_base_capacity: 0, on_demand_percentage_above_base_capacity: 100 },
    });
  });

  test("gets requests from a load balancer, and its instances have the tags of the layer", () => {
    const stack = stackOf({ autoScalingGroups: { web: group } });
    expect(stack.resource("aws_autoscaling_group")).toMatchObject({
      target_group_arns: [expect.stringContaining("aws_lb_target_group") as string],
      health_check_type: "ELB",
    });
    expect(stack.resource("aws_launch_template")).toMatchObject({
      tag_specifications: [
        { tags: { Layer: "services", Name: "test-web" } },
        { tags: { Layer: "services", Name: "test-web" } },
      ],
    });
  });
});
