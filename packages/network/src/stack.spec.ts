import { synthesize, testEnvironment } from "@strata/core/testing";
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
  rules: [{ from: ["web"], to: "app", port: 8000 }],
};

const endpoints: NetworkSettingsInput["endpoints"] = {
  interface: ["ecr.api"],
  gateway: ["s3"],
  subnetGroup: "app",
  securityGroup: "app",
  routeTables: ["private"],
};

const synthesizeWith = (change: Partial<NetworkSettingsInput> = {}) =>
  synthesize(
    (app) => new NetworkStack(app, testEnvironment(), networkSettings.parse({ ...settings, ...change })),
  );

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
