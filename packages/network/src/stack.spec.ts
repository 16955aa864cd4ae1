import { loadEnvironment } from "@strata/core";
import { synthesize } from "@strata/core/testing";
import { environmentsDirectory } from "@strata/environments";
import { networkSettings, type NetworkSettingsInput } from "./settings";
import { NetworkStack } from "./stack";

const settings: NetworkSettingsInput = {
  cidr: "10.0.0.0/16",
  availabilityZones: ["a", "c"],
  routeTables: { public: "internet", private: "isolated" },
  subnetGroups: {
    web: { cidrs: ["10.0.0.0/24", "10.0.1.0/24"], routeTable: "public", assignPublicIps: true },
    app: { cidrs: ["10.0.8.0/24", "10.0.9.0/24"], routeTable: "private" },
  },
  securityGroups: { web: "Web", app: "Application" },
  rules: [
    { from: ["world"], to: "web", port: 80 },
    { from: ["web"], to: "app", port: 8000 },
  ],
};

const synthesizeWith = (change: Partial<NetworkSettingsInput> = {}) =>
  synthesize(
    (app) =>
      new NetworkStack(
        app,
        loadEnvironment(environmentsDirectory, "sbcntr"),
        networkSettings.parse({ ...settings, ...change }),
      ),
  );

const stack = synthesizeWith();

test("a subnet lies in each zone, named by the zone's letter", () => {
  const subnets = Object.values(stack.resources("aws_subnet"));
  expect(
    subnets.map((subnet) => [subnet.cidr_block, subnet.availability_zone, subnet.map_public_ip_on_launch]),
  ).toEqual([
    ["10.0.8.0/24", "ap-northeast-2a", false],
    ["10.0.9.0/24", "ap-northeast-2c", false],
    ["10.0.0.0/24", "ap-northeast-2a", true],
    ["10.0.1.0/24", "ap-northeast-2c", true],
  ]);
});

test("only the table that leads to the internet has a default route", () => {
  const route = stack.resource("aws_route");
  expect(route.destination_cidr_block).toBe("0.0.0.0/0");
  expect(route.route_table_id).toMatch(/routes_public/);
  expect(route.gateway_id).toMatch(/internet-gateway/);
});

test("every subnet has a route table of the settings", () => {
  expect(Object.keys(stack.resources("aws_route_table_association"))).toHaveLength(4);
});

test("the rule matrix becomes one rule a pair, and two for the world", () => {
  const rules = Object.values(stack.resources("aws_vpc_security_group_ingress_rule"));
  expect(rules.map((rule) => rule.description).sort()).toEqual([
    "web to app on 8000",
    "world to web on 80",
    "world to web on 80",
  ]);
  expect(rules.flatMap(({ cidr_ipv4, cidr_ipv6 }) => [cidr_ipv4, cidr_ipv6].filter(Boolean)).sort()).toEqual([
    "0.0.0.0/0",
    "::/0",
  ]);
});

test("the default security group lets nothing through", () => {
  expect(Object.keys(stack.resource("aws_default_security_group"))).not.toEqual(
    expect.arrayContaining(["ingress", "egress"]),
  );
});

test("endpoints are made when they are asked for", () => {
  expect(stack.resources("aws_vpc_endpoint")).toEqual({});
  const endpoints = synthesizeWith({
    endpoints: {
      interface: ["ecr.api"],
      gateway: ["s3"],
      subnetGroup: "app",
      securityGroup: "app",
      routeTables: ["private"],
    },
  }).resources("aws_vpc_endpoint");
  expect(
    Object.values(endpoints).map(({ service_name, vpc_endpoint_type, private_dns_enabled }) => [
      service_name,
      vpc_endpoint_type,
      private_dns_enabled,
    ]),
  ).toEqual([
    ["com.amazonaws.ap-northeast-2.ecr.api", "Interface", true],
    ["com.amazonaws.ap-northeast-2.s3", "Gateway", undefined],
  ]);
});

test("flow logs record everything", () => {
  expect(stack.resource("aws_flow_log").traffic_type).toBe("ALL");
  expect(stack.resource("aws_cloudwatch_log_group").retention_in_days).toBe(90);
});
