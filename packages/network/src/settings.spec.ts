import { check } from "@strata/core";
import { networkSettings, type NetworkSettingsInput } from "./settings";

const valid: NetworkSettingsInput = {
  cidr: "10.0.0.0/16",
  availabilityZones: ["a", "c"],
  routeTables: { public: "internet", private: "isolated" },
  subnetGroups: {
    web: { cidrs: ["10.0.0.0/24", "10.0.1.0/24"], routeTable: "public" },
    db: { cidrs: ["10.0.8.0/24", "10.0.9.0/24"], routeTable: "private" },
  },
  securityGroups: { web: "Web", db: "Database" },
  rules: [{ from: ["web"], to: "db", port: 3306 }],
};

const web = valid.subnetGroups.web as NonNullable<(typeof valid.subnetGroups)[string]>;
const existingVpc = { id: "vpc-0123456789abcdef0", cidrs: ["10.5.0.0/16"], subnets: ["10.5.64.0/20"] };
const withNat = { routeTables: { public: "internet", private: "nat" }, natSubnetGroup: "web" };
const endpoints = { subnetGroup: "db", securityGroup: "db" };

test("what has a default may be left out", () => {
  const settings = check(networkSettings, valid, "file.ts");
  expect(settings.flowLogs).toEqual({ retentionDays: 90 });
  expect(settings.subnetGroups.db?.assignPublicIps).toBe(false);
});

const wrong: [string, Partial<Record<keyof NetworkSettingsInput, unknown>>, string][] = [
  [
    "a VPC that is too large",
    { cidr: "10.0.0.0/8" },
    'cidr: must be between /16 and /28 (given: "10.0.0.0/8")',
  ],
  ["a range off its boundary", { cidr: "10.0.0.1/16" }, "cidr: must be an IPv4 range on its boundary"],
  ["a single availability zone", { availabilityZones: ["a"] }, "availabilityZones: must name at least two"],
  ["an availability zone twice", { availabilityZones: ["a", "a"] }, "availabilityZones: has a zone twice"],
  [
    "a subnet outside the VPC",
    { subnetGroups: { ...valid.subnetGroups, web: { ...web, cidrs: ["10.0.0.0/24", "10.1.1.0/24"] } } },
    'subnetGroups.web.cidrs[1]: must lie in the VPC\'s range 10.0.0.0/16 (given: "10.1.1.0/24")',
  ],
  [
    "overlapping subnets",
    { subnetGroups: { ...valid.subnetGroups, db: { ...web, cidrs: ["10.0.0.128/25", "10.0.9.0/24"] } } },
    'subnetGroups.db.cidrs[0]: overlaps 10.0.0.0/24 of subnetGroups.web; choose a free range (given: "10.0.0.128/25")',
  ],
  [
    "a group with more ranges than there are zones",
    {
      subnetGroups: {
        ...valid.subnetGroups,
        web: { ...web, cidrs: ["10.0.0.0/24", "10.0.1.0/24", "10.0.2.0/24"] },
      },
    },
    "subnetGroups.web: covers 3 availability zones, but availabilityZones has only a, c",
  ],
  [
    "a group with neither ranges nor a size",
    { subnetGroups: { ...valid.subnetGroups, web: { routeTable: "public" } } },
    "subnetGroups.web: must have `cidrs`, or a `prefix` by which they are planned",
  ],
  [
    "a group with its zones said twice",
    { subnetGroups: { ...valid.subnetGroups, web: { ...web, zones: 2 } } },
    "subnetGroups.web: may have `zones` and `from` only with `prefix`",
  ],
  [
    "a group for which nothing is free",
    {
      cidr: "10.0.0.0/20",
      subnetGroups: { ...valid.subnetGroups, app: { prefix: 21, routeTable: "private" } },
    },
    "subnetGroups.app.prefix: needs 2 free ranges of /21 in 10.0.0.0/20, and there are 0; make the subnets smaller (a larger prefix) or add a range to secondaryCidrs (given: 21)",
  ],
  [
    "a group carved from outside of the VPC",
    {
      subnetGroups: {
        ...valid.subnetGroups,
        app: { prefix: 24, from: "100.64.0.0/20", routeTable: "private" },
      },
    },
    'subnetGroups.app.from: must lie in a range of the VPC: 10.0.0.0/16 (given: "100.64.0.0/20")',
  ],
  [
    "neither a VPC nor its range",
    { cidr: undefined },
    "cidr: must be given, or `existingVpc` instead of it: exactly one of the two",
  ],
  [
    "a VPC and its range",
    { existingVpc },
    "cidr: must be given, or `existingVpc` instead of it: exactly one of the two",
  ],
  [
    "a subnet over one of the existing VPC",
    {
      cidr: undefined,
      existingVpc,
      subnetGroups: { app: { cidrs: ["10.5.0.0/24", "10.5.79.0/24"], routeTable: "private" } },
    },
    'subnetGroups.app.cidrs[1]: overlaps 10.5.64.0/20 of existingVpc.subnets; choose a free range (given: "10.5.79.0/24")',
  ],
  [
    "an existing subnet outside of the existing VPC",
    { cidr: undefined, existingVpc: { ...existingVpc, subnets: ["10.6.0.0/24"] } },
    'existingVpc.subnets[0]: must lie in existingVpc.cidrs: 10.5.0.0/16 (given: "10.6.0.0/24")',
  ],
  [
    "a secondary range that AWS refuses",
    { secondaryCidrs: ["172.16.0.0/16"] },
    "secondaryCidrs[0]: can't be added to a VPC with 10.0.0.0/16: AWS allows nothing there from 172.16.0.0/12",
  ],
  [
    "a subnet in none of the VPC's ranges",
    {
      secondaryCidrs: ["100.64.0.0/20"],
      subnetGroups: { app: { cidrs: ["10.1.0.0/24"], routeTable: "private" } },
    },
    "subnetGroups.app.cidrs[0]: must lie in one of the VPC's ranges 10.0.0.0/16, 100.64.0.0/20",
  ],
  [
    "a table that leads to a NAT gateway which there is not",
    { ...withNat, nat: "none" },
    'nat: must be "one" or "per-zone", as routeTables.private leads to nat; or make that "isolated" (given: "none")',
  ],
  [
    "NAT gateways nowhere",
    { ...withNat, natSubnetGroup: undefined },
    "natSubnetGroup: must name a subnet group that routes to the internet: routeTables.private leads to nat",
  ],
  [
    "NAT gateways in a group that does not lead to the internet",
    { ...withNat, natSubnetGroup: "db" },
    'natSubnetGroup: must be a group whose route table leads to the internet: web (given: "db")',
  ],
  [
    "a zone without a NAT gateway of its own",
    { ...withNat, subnetGroups: { ...valid.subnetGroups, web: { ...web, cidrs: ["10.0.0.0/24"] } } },
    "natSubnetGroup: covers only the zones a, but subnets in a, c lead to nat",
  ],
  [
    "an unknown route table",
    { subnetGroups: { ...valid.subnetGroups, web: { ...web, routeTable: "nat" } } },
    'subnetGroups.web.routeTable: must be one of routeTables: public, private (given: "nat")',
  ],
  [
    "a route that is unknown",
    { routeTables: { public: "internet", private: "vpn" } },
    "routeTables.private: ",
  ],
  [
    "a rule to an unknown group",
    { rules: [{ from: ["web"], to: "cache", port: 6379 }] },
    'rules[0].to: must be one of securityGroups: web, db (given: "cache")',
  ],
  [
    "a rule from an unknown group",
    { rules: [{ from: ["web", "batch"], to: "db", port: 3306 }] },
    'rules[0].from[1]: must be one of securityGroups: web, db, world, administrators (given: "batch")',
  ],
  [
    "a port out of range",
    { rules: [{ from: ["web"], to: "db", port: 70000 }] },
    "rules[0].port: must be a whole number from 1 to 65535 (a port)",
  ],
  [
    "SSH for the whole world",
    { rules: [{ from: ["world"], to: "web", port: 22 }] },
    'rules[0].from[0]: would open SSH (port 22) to the whole internet; allow it from "administrators" (given: "world")',
  ],
  [
    "Remote Desktop for the whole world",
    { rules: [{ from: ["world"], to: "web", port: 3389 }] },
    "would open Remote Desktop (port 3389) to the whole internet",
  ],
  [
    "a security group with the name of a source",
    { securityGroups: { ...valid.securityGroups, administrators: "Us" } },
    "securityGroups.administrators: is the name of a source of traffic; choose another",
  ],
  [
    "a rule that stands twice",
    {
      rules: [
        { from: ["web"], to: "db", port: 3306 },
        { from: ["web"], to: "db", port: 3306 },
      ],
    },
    "rules[1].from[0]: repeats the rule web -> db:3306",
  ],
  [
    "endpoints in an unknown subnet group",
    { endpoints: { ...endpoints, subnetGroup: "egress" } },
    'endpoints.subnetGroup: must be one of subnetGroups: web, db (given: "egress")',
  ],
  [
    "a peer with a range of ours",
    { peers: { staging: { vpcId: "vpc-12345678", cidrs: ["10.0.128.0/20"], routeTables: ["private"] } } },
    "peers.staging.cidrs[0]: overlaps 10.0.0.0/16 of this VPC, and addresses in both can't be told apart",
  ],
  [
    "two peers with a range in common",
    {
      peers: {
        staging: { vpcId: "vpc-12345678", cidrs: ["10.9.0.0/16"], routeTables: ["private"] },
        tools: { vpcId: "vpc-12345679", cidrs: ["10.9.4.0/24"], routeTables: ["private"] },
      },
    },
    "peers.tools.cidrs[0]: overlaps 10.9.0.0/16 of peers.staging",
  ],
  [
    "a certificate that nothing can validate",
    { certificates: { web: { names: ["@"], for: "load-balancer" } } },
    'certificates.web: needs `zone` ("create" or "existing")',
  ],
  [
    "a certificate for a whole name",
    { zone: "create", certificates: { web: { names: ["www.example.com."], for: "load-balancer" } } },
    "certificates.web.names[0]: must be a name under the domain, such as www",
  ],
  [
    "a private key",
    { keyPairs: { admin: "-----BEGIN OPENSSH PRIVATE KEY-----" } },
    "keyPairs.admin: must be an SSH public key",
  ],
  [
    "a bastion that nobody can reach",
    { bastion: { subnetGroup: "db", securityGroup: "web", keyPair: "admin" } },
    'bastion.subnetGroup: must be a group whose route table leads to the internet: web (given: "db")',
  ],
  [
    "a bastion without a key",
    { bastion: { subnetGroup: "web", securityGroup: "web", keyPair: "admin" } },
    'bastion.keyPair: must be one of keyPairs: there are none (given: "admin")',
  ],
  ["a misspelt setting", { flowlogs: {} } as object, 'Unrecognized key: "flowlogs"'],
];

test.each(wrong)("%s is refused", (_, change, message) => {
  expect(() => check(networkSettings, { ...valid, ...change }, "file.ts")).toThrow(message);
});
