import { crossCheck } from "@strata/core";
import { cidr, name, port, retentionDays } from "@strata/core/fields";
import { z } from "zod";
import { contains, overlap, prefixLength } from "./cidr";

/** A source of traffic which is no security group: every IPv4 and IPv6 address. */
export const WORLD = "world";

const subnetGroup = z.strictObject({
  cidrs: z.array(cidr).min(1).describe("One IPv4 range for each availability zone, in their order."),
  routeTable: name.describe("Name of the route table, of `routeTables`."),
  assignPublicIps: z.boolean().default(false).describe("Whether what starts here gets a public address."),
});

const rule = z.strictObject({
  from: z.array(name).min(1).describe('Security groups whose members may connect, or "world".'),
  to: name.describe("The security group which accepts."),
  port: port.describe("TCP port."),
});

const endpoints = z.strictObject({
  interface: z
    .array(z.string())
    .default([])
    .describe("AWS services reached by an address inside the VPC, such as ecr.api."),
  gateway: z
    .array(z.enum(["s3", "dynamodb"]))
    .default([])
    .describe("AWS services reached by a route."),
  subnetGroup: name.describe("Where the addresses of the interface endpoints are."),
  securityGroup: name.describe("The security group of the interface endpoints."),
  routeTables: z
    .array(name)
    .default([])
    .describe("The route tables which get the routes of the gateway endpoints."),
});

const settings = z.strictObject({
  cidr: cidr.describe("IPv4 range of the VPC, from /16 to /28."),
  availabilityZones: z
    .array(z.string().regex(/^[a-z]$/, "must be the letter of an availability zone, such as a"))
    .min(2, "must name at least two, or one failing zone takes everything down")
    .describe("Letters of the availability zones, in the region of the environment."),
  routeTables: z
    .record(name, z.enum(["internet", "isolated"]))
    .describe("Where the default route leads: to the internet gateway, or nowhere."),
  subnetGroups: z
    .record(name, subnetGroup)
    .describe("Subnets by their purpose: one in each availability zone."),
  securityGroups: z.record(name, z.string().min(1)).describe("Security groups, with what they are for."),
  rules: z.array(rule).describe("The rule matrix: who may connect to whom. All outbound traffic is allowed."),
  endpoints: endpoints.optional().describe("VPC endpoints, for subnets without a way to the internet."),
  flowLogs: z
    .strictObject({
      retentionDays: retentionDays.default(90).describe("Days for which CloudWatch keeps them."),
    })
    .default({ retentionDays: 90 })
    .describe("Records of all connections, accepted and refused."),
});

/** What an environment may set in the network layer, with defaults and cross-field checks. */
export const networkSettings = settings.check((context) => {
  const { value } = context;
  const { report, known } = crossCheck(context);

  // Amazon VPC accepts /16 to /28, for the VPC and for its subnets.
  const size = (path: PropertyKey[], range: string): void => {
    if (prefixLength(range) < 16 || prefixLength(range) > 28) report(path, "must be between /16 and /28");
  };
  size(["cidr"], value.cidr);

  const subnets = Object.entries(value.subnetGroups).flatMap(([group, { cidrs }]) =>
    cidrs.map((range, index) => ({ range, path: ["subnetGroups", group, "cidrs", index] })),
  );
  for (const [group, { cidrs, routeTable }] of Object.entries(value.subnetGroups)) {
    known(["subnetGroups", group, "routeTable"], routeTable, "routeTables", value.routeTables);
    if (cidrs.length !== value.availabilityZones.length) {
      report(
        ["subnetGroups", group, "cidrs"],
        `must have one range for each of the ${value.availabilityZones.length} availability zones, and has ${cidrs.length}`,
      );
    }
  }
  for (const [index, { range, path }] of subnets.entries()) {
    size(path, range);
    if (!contains(value.cidr, range)) report(path, `must lie in the VPC's range ${value.cidr}`);
    const other = subnets.slice(0, index).find((earlier) => overlap(earlier.range, range));
    if (other !== undefined) {
      report(path, `overlaps ${other.range} of ${other.path.slice(0, 2).join(".")}; choose a free range`);
    }
  }

  const seen = new Set<string>();
  for (const [index, { from, to, port: number }] of value.rules.entries()) {
    known(["rules", index, "to"], to, "securityGroups", value.securityGroups);
    for (const [position, source] of from.entries()) {
      const path = ["rules", index, "from", position];
      known(path, source, "securityGroups", { ...value.securityGroups, [WORLD]: "" });
      const key = `${source} -> ${to}:${number}`;
      if (seen.has(key)) report(path, `repeats the rule ${key}; each may stand once`);
      seen.add(key);
    }
  }

  if (value.endpoints !== undefined) {
    known(["endpoints", "subnetGroup"], value.endpoints.subnetGroup, "subnetGroups", value.subnetGroups);
    known(
      ["endpoints", "securityGroup"],
      value.endpoints.securityGroup,
      "securityGroups",
      value.securityGroups,
    );
    for (const [index, table] of value.endpoints.routeTables.entries()) {
      known(["endpoints", "routeTables", index], table, "routeTables", value.routeTables);
    }
  }
});

/** The settings as an environment writes them: what has a default may be left out. */
export type NetworkSettingsInput = z.input<typeof networkSettings>;

/** The settings with every default filled in. */
export type NetworkSettings = z.output<typeof networkSettings>;
