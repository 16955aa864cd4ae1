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
    "a group with too few ranges",
    { subnetGroups: { ...valid.subnetGroups, web: { ...web, cidrs: ["10.0.0.0/24"] } } },
    "subnetGroups.web.cidrs: must have one range for each of the 2 availability zones, and has 1",
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
    'rules[0].from[1]: must be one of securityGroups: web, db, world (given: "batch")',
  ],
  [
    "a port out of range",
    { rules: [{ from: ["web"], to: "db", port: 70000 }] },
    "rules[0].port: must be a port from 1 to 65535",
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
  ["a misspelt setting", { flowlogs: {} } as object, 'Unrecognized key: "flowlogs"'],
];

test.each(wrong)("%s is refused", (_, change, message) => {
  expect(() => check(networkSettings, { ...valid, ...change }, "file.ts")).toThrow(message);
});
