import type { Environment } from "@strata/core";
import { synthesize, testEnvironment } from "@strata/core/testing";
import { networkSettings, type NetworkSettingsInput } from "./settings";
import { NetworkStack } from "./stack";

const KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHxyViYuf+KIc37X6zhSL3C0Yt6rfLry912vUPtI3pSW";

const settings: NetworkSettingsInput = {
  cidr: "10.0.0.0/16",
  availabilityZones: ["a", "c"],
  routeTables: { public: "internet", private: "isolated" },
  subnetGroups: {
    web: { cidrs: ["10.0.0.0/24", "10.0.1.0/24"], routeTable: "public", assignPublicIps: true },
    app: { cidrs: ["10.0.8.0/24", "10.0.9.0/24"], routeTable: "private" },
  },
  securityGroups: { web: "Web", app: "Application" },
  rules: [{ from: ["web"], to: "app", port: 8000 }],
};

const endpoints: NetworkSettingsInput["endpoints"] = {
  interface: ["ecr.api"],
  gateway: ["s3"],
  subnetGroup: "app",
  securityGroup: "app",
  routeTables: ["private"],
};

const synthesizeWith = (change: Partial<NetworkSettingsInput> = {}, environment: Partial<Environment> = {}) =>
  synthesize(
    (app) =>
      new NetworkStack(app, testEnvironment(environment), networkSettings.parse({ ...settings, ...change })),
  );

const withNat: Partial<NetworkSettingsInput> = {
  routeTables: { public: "internet", private: "nat" },
  natSubnetGroup: "web",
};

const certificates: NetworkSettingsInput["certificates"] = {
  wildcard: { names: ["@", "*"], for: "load-balancer" },
  cdn: { names: ["static"], for: "cloudfront" },
};

const reference = (pattern: string): unknown => expect.stringMatching(pattern);

test("publishes subnets by group, in the order of the zones, and security groups by name", () => {
  expect(synthesizeWith().outputs).toMatchObject({
    vpc_id: reference("aws_vpc"),
    vpc_cidr: "10.0.0.0/16",
    subnet_ids: {
      app: [reference("subnets-app_a"), reference("subnets-app_c")],
      web: [reference("subnets-web_a"), reference("subnets-web_c")],
    },
    security_group_ids: { app: reference("security_app"), web: reference("security_web") },
  });
});

test("a subnet has the route table of its group", () => {
  const associations = Object.values(synthesizeWith().resources("aws_route_table_association"));
  expect(associations).toMatchObject([
    { subnet_id: reference("subnets-app_a"), route_table_id: reference("routes_private") },
    { subnet_id: reference("subnets-app_c"), route_table_id: reference("routes_private") },
    { subnet_id: reference("subnets-web_a"), route_table_id: reference("routes_public") },
    { subnet_id: reference("subnets-web_c"), route_table_id: reference("routes_public") },
  ]);
});

test("endpoints are made when they are asked for, in their subnet group", () => {
  expect(synthesizeWith().resources("aws_vpc_endpoint")).toEqual({});
  expect(Object.values(synthesizeWith({ endpoints }).resources("aws_vpc_endpoint"))).toMatchObject([
    {
      subnet_ids: [reference("subnets-app_a"), reference("subnets-app_c")],
      security_group_ids: [reference("security_app")],
    },
    { route_table_ids: [reference("routes_private")] },
  ]);
});

const count = (stack: ReturnType<typeof synthesizeWith>, type: string): number =>
  Object.keys(stack.resources(type)).length;

test("there is one NAT gateway, or one in each zone where the environment is protected or asks for it", () => {
  expect(count(synthesizeWith(), "aws_nat_gateway")).toBe(0);
  expect(count(synthesizeWith(withNat), "aws_nat_gateway")).toBe(1);
  expect(count(synthesizeWith(withNat, { protected: true }), "aws_nat_gateway")).toBe(2);
  expect(count(synthesizeWith({ ...withNat, nat: "one" }, { protected: true }), "aws_nat_gateway")).toBe(1);
});

test("with a NAT gateway in each zone, each subnet leads to that of its zone", () => {
  const stack = synthesizeWith({ ...withNat, nat: "per-zone" });
  expect(Object.values(stack.resources("aws_route_table_association"))).toMatchObject([
    { subnet_id: reference("subnets-app_a"), route_table_id: reference("routes_private_a") },
    { subnet_id: reference("subnets-app_c"), route_table_id: reference("routes_private_c") },
    { subnet_id: reference("subnets-web_a"), route_table_id: reference("routes_public") },
    { subnet_id: reference("subnets-web_c"), route_table_id: reference("routes_public") },
  ]);
  expect(Object.values(stack.resources("aws_nat_gateway"))).toMatchObject([
    { subnet_id: reference("subnets-web_a") },
    { subnet_id: reference("subnets-web_c") },
  ]);
});

test("planned subnets go into the VPC's free ranges, and wait for a range that is added", () => {
  const stack = synthesizeWith({
    secondaryCidrs: ["100.64.0.0/20"],
    subnetGroups: {
      ...settings.subnetGroups,
      tasks: { prefix: 22, zones: 1, from: "100.64.0.0/20", routeTable: "private" },
      cache: { prefix: 28, routeTable: "private" },
    },
  });
  const subnets = Object.values(stack.resources("aws_subnet"));
  expect(subnets.map(({ cidr_block, depends_on }) => [cidr_block, depends_on])).toEqual([
    ["10.0.8.0/24", undefined],
    ["10.0.9.0/24", undefined],
    ["10.0.2.0/28", undefined],
    ["10.0.2.16/28", undefined],
    ["100.64.0.0/22", [reference("aws_vpc_ipv4_cidr_block_association")]],
    ["10.0.0.0/24", undefined],
    ["10.0.1.0/24", undefined],
  ]);
});

test("of an existing VPC nothing is made: not the VPC, nor its gateway, nor its flow log", () => {
  const stack = synthesizeWith({
    cidr: undefined,
    existingVpc: { id: "vpc-12345678", cidrs: ["10.0.0.0/16"] },
  });
  for (const type of ["aws_vpc", "aws_internet_gateway", "aws_default_security_group"]) {
    expect(stack.resources(type)).toEqual({});
  }
  expect(stack.resource("aws_route").gateway_id).toMatch(/data\.aws_internet_gateway/);
  expect(Object.values(stack.resources("aws_flow_log"))).toMatchObject(
    Array.from({ length: 4 }, () => ({ subnet_id: reference("aws_subnet") })),
  );
  expect(stack.outputs).toMatchObject({ vpc_id: "vpc-12345678", vpc_cidr: "10.0.0.0/16" });
});

test("a peer is reached from every part of a route table", () => {
  const stack = synthesizeWith({
    ...withNat,
    nat: "per-zone",
    peers: { staging: { vpcId: "vpc-12345678", cidrs: ["10.9.0.0/16"], routeTables: ["private"] } },
  });
  const routes = Object.values(stack.resources("aws_route"));
  expect(routes.filter((route) => route.vpc_peering_connection_id !== undefined)).toMatchObject([
    { route_table_id: reference("routes_private_a"), destination_cidr_block: "10.9.0.0/16" },
    { route_table_id: reference("routes_private_c"), destination_cidr_block: "10.9.0.0/16" },
  ]);
});

test("a rule may let a peer in", () => {
  const stack = synthesizeWith({
    peers: { staging: { vpcId: "vpc-12345678", cidrs: ["10.9.0.0/16"], routeTables: ["private"] } },
    rules: [{ from: ["staging"], to: "web", port: 443 }],
  });
  expect(stack.resource("aws_vpc_security_group_ingress_rule")).toMatchObject({
    cidr_ipv4: "10.9.0.0/16",
    from_port: 443,
  });
});

test("publishes the zone by its domain, and certificates by who shows them, once they are valid", () => {
  const stack = synthesizeWith({ zone: "create", certificates }, { domain: "example.com" });
  expect(stack.outputs).toMatchObject({
    zone_ids: { "example.com": reference("aws_route53_zone") },
    certificate_arns: { wildcard: reference("aws_acm_certificate_validation.*wildcard") },
    cloud_front_certificate_arns: { cdn: reference("aws_acm_certificate_validation.*cdn") },
  });
  const [cdn, wildcard] = Object.values(stack.resources("aws_acm_certificate"));
  expect([cdn?.provider, wildcard?.provider]).toEqual(["aws.us-east-1", undefined]);
});

test("what needs a domain or administrators says so when the environment has none", () => {
  expect(() => synthesizeWith({ zone: "create" })).toThrow(
    'The environment test has no domain, and the network layer needs it: its settings have a zone ("create").',
  );
  expect(() => synthesizeWith({ rules: [{ from: ["administrators"], to: "web", port: 22 }] })).toThrow(
    "The environment test has no administrators, and the network layer needs it: a rule lets them in to web on port 22.",
  );
});

test("a bastion is in the first subnet of its group, with its key", () => {
  const stack = synthesizeWith({
    keyPairs: { admin: KEY },
    bastion: { subnetGroup: "web", securityGroup: "web", keyPair: "admin" },
  });
  expect(stack.resource("aws_instance")).toMatchObject({
    subnet_id: reference("subnets-web_a"),
    key_name: reference("aws_key_pair"),
  });
  expect(stack.outputs).toMatchObject({ key_names: { admin: reference("aws_key_pair") } });
});

test("says how many addresses are left for other layers: those of the zone with the fewest, for each zone", () => {
  const stack = synthesizeWith({
    ...withNat,
    nat: "one",
    subnetGroups: {
      ...settings.subnetGroups,
      db: { cidrs: ["10.0.16.0/28", "10.0.17.0/24"], routeTable: "private" },
    },
    keyPairs: { admin: KEY },
    bastion: { subnetGroup: "web", securityGroup: "web", keyPair: "admin" },
    endpoints: { ...endpoints, interface: ["ecr.api", "ecr.dkr", "logs"] },
  });
  // 256, 256 and 16 addresses, of which AWS keeps 5 each; NAT gateway and bastion are in one zone of web.
  expect(stack.addresses).toEqual({
    "subnet_ids.web": 2 * (256 - 5 - 2),
    "subnet_ids.app": 2 * (256 - 5 - 3),
    "subnet_ids.db": 2 * (16 - 5),
  });
});
