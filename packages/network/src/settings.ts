import { between, cidr, name, port, retentionDays } from "@strata/core/fields";
import { z } from "zod";
import { checkSettings } from "./checks";
import { isPublicKey } from "./public-key";

const vpcId = z
  .string()
  .regex(/^vpc-[0-9a-f]{8,17}$/, "must be the ID of a VPC, such as vpc-0123456789abcdef0");

const existingVpc = z.strictObject({
  id: vpcId.describe("ID of the VPC."),
  cidrs: z.array(cidr).min(1).describe("Its IPv4 ranges, the one that it was made with first."),
  subnets: z
    .array(cidr)
    .default([])
    .describe("IPv4 ranges of the subnets that are in it already: new ones go around them."),
});

const subnetGroup = z.strictObject({
  cidrs: z
    .array(cidr)
    .min(1)
    .optional()
    .describe(
      "One IPv4 range for each availability zone, in their order; with fewer, the group covers the first zones only.",
    ),
  // Amazon VPC accepts /16 to /28 for a subnet.
  prefix: between(16, 28, "fixed bits of a range: 24 for 256 addresses")
    .optional()
    .describe(
      "Instead of `cidrs`: the size of each subnet, 24 for 256 addresses. They get the first ranges that are free.",
    ),
  zones: between(1, 6, "availability zones")
    .optional()
    .meta({ defaultText: "all of `availabilityZones`" })
    .describe("With `prefix`: how many availability zones the group covers, the first ones."),
  from: cidr
    .optional()
    .meta({ defaultText: "all ranges of the VPC" })
    .describe("With `prefix`: the part of the VPC's ranges from which the subnets are carved."),
  routeTable: name.describe("Name of the route table, of `routeTables`."),
  assignPublicIps: z.boolean().default(false).describe("Whether what starts here gets a public address."),
});

const rule = z.strictObject({
  from: z
    .array(name)
    .min(1)
    .describe(
      'Security groups whose members may connect, "world", "administrators" (the ranges of the environment), or peers.',
    ),
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

const peer = z.strictObject({
  vpcId: vpcId.describe("ID of the other VPC, in the same account and region."),
  cidrs: z.array(cidr).min(1).describe("Its IPv4 ranges that are reached through the connection."),
  routeTables: z.array(name).min(1).describe("The route tables of ours which get the routes to it."),
});

const certificate = z.strictObject({
  names: z
    .array(
      z
        .string()
        .regex(
          /^(@|(\*|[a-z0-9]([a-z0-9-]*[a-z0-9])?)(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*)$/,
          'must be a name under the domain, such as www, "*" for all of them, or "@" for the domain itself',
        ),
    )
    .min(1)
    .describe(
      'Names relative to the domain of the environment; "@" is the domain itself, "*" every name under it.',
    ),
  for: z
    .enum(["load-balancer", "cloudfront"])
    .describe(
      "Who shows it: CloudFront takes certificates from us-east-1 only, load balancers from their own region.",
    ),
});

const bastion = z.strictObject({
  subnetGroup: name.describe("Subnet group that routes to the internet; the bastion is in its first subnet."),
  securityGroup: name.describe("Security group, which should accept port 22 from administrators only."),
  keyPair: name.describe("Key pair, of `keyPairs`, with which administrators sign in."),
  instanceType: z.string().default("t3.micro").describe("EC2 instance type, x86-64."),
  // The image of Amazon Linux 2023 has a snapshot of 8 GiB.
  rootVolumeGiB: between(8, 16384, "GiB").default(8).describe("Size of its encrypted disk, in GiB."),
});

const settings = z.strictObject({
  cidr: cidr.optional().describe("IPv4 range of the VPC, from /16 to /28. Either this or `existingVpc`."),
  existingVpc: existingVpc
    .optional()
    .describe("A VPC of somebody else, in place of one of our own: nothing of it is made or changed."),
  secondaryCidrs: z.array(cidr).default([]).describe("More IPv4 ranges for the VPC, each from /16 to /28."),
  availabilityZones: z
    .array(z.string().regex(/^[a-z]$/, "must be the letter of an availability zone, such as a"))
    .min(2, "must name at least two, or one failing zone takes everything down")
    .describe("Letters of the availability zones, in the region of the environment."),
  routeTables: z
    .record(name, z.enum(["internet", "isolated", "nat"]))
    .describe(
      "Where the default route leads: to the internet gateway, nowhere, or out through a NAT gateway.",
    ),
  nat: z
    .enum(["none", "one", "per-zone"])
    .optional()
    .meta({ defaultText: '`"per-zone"`; `"one"` where the environment is not protected' })
    .describe(
      "NAT gateways for route tables that lead to `nat`: one in the first zone for all, or one in each zone, so that a failing zone takes no other down.",
    ),
  natSubnetGroup: name
    .optional()
    .describe("Subnet group of the NAT gateways; its route table leads to `internet`."),
  subnetGroups: z
    .record(name, subnetGroup)
    .describe("Subnets by their purpose: one in each availability zone, or in the first ones."),
  securityGroups: z.record(name, z.string().min(1)).describe("Security groups, with what they are for."),
  rules: z.array(rule).describe("The rule matrix: who may connect to whom. All outbound traffic is allowed."),
  endpoints: endpoints.optional().describe("VPC endpoints, for subnets without a way to the internet."),
  peers: z
    .record(name, peer)
    .default({})
    .describe("VPCs in the same account and region which are reached by private addresses."),
  zone: z
    .enum(["create", "existing"])
    .optional()
    .meta({ defaultText: "no zone" })
    .describe("The public Route 53 zone of the environment's domain: made here, or there already."),
  certificates: z
    .record(name, certificate)
    .default({})
    .describe("TLS certificates, validated by records in the zone and renewed by AWS."),
  keyPairs: z
    .record(
      name,
      z.string().refine(isPublicKey, "must be an SSH public key, such as the line in ~/.ssh/id_ed25519.pub"),
    )
    .default({})
    .describe("Public SSH keys of administrators (Ed25519 or RSA), for EC2 hosts."),
  bastion: bastion.optional().describe("A host through which administrators reach the others by SSH."),
  flowLogs: z
    .strictObject({
      retentionDays: retentionDays.default(90).describe("Days for which CloudWatch keeps them."),
    })
    .default({ retentionDays: 90 })
    .describe("Records of all connections, accepted and refused."),
});

/** What an environment may set in the network layer, with defaults and cross-field checks. */
export const networkSettings = settings.check(checkSettings);

/** The settings as an environment writes them: what has a default may be left out. */
export type NetworkSettingsInput = z.input<typeof settings>;

/** The settings with every default filled in. */
export type NetworkSettings = z.output<typeof settings>;
