import type { Filter } from "@aws-sdk/client-ec2";
import { defaultTags, type LayerPreflight } from "@strata/core";
import { contains, overlap } from "./cidr";
import { networkLayer } from "./layer";
import type { NetworkSettings } from "./settings";
import { subnetRanges } from "./subnets";

/** A VPC as EC2 describes it. */
export interface FoundVpc {
  /** Its IPv4 ranges. */
  readonly cidrs: readonly string[];
  readonly subnets: readonly FoundSubnet[];
  readonly hasInternetGateway: boolean;
}

export interface FoundSubnet {
  readonly id: string;
  readonly cidr: string;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * What keeps these settings from being made in the VPC that was found, as sentences.
 * @param vpc undefined when there is none with the ID of the settings
 * @param ownTags the tags of what this layer itself made, which is in nobody's way
 */
export function conflicts(
  settings: NetworkSettings,
  vpc: FoundVpc | undefined,
  ownTags: Readonly<Record<string, string>>,
): string[] {
  const { existingVpc } = settings;
  if (existingVpc === undefined) return [];
  const { id, cidrs } = existingVpc;
  if (vpc === undefined) {
    return [`existingVpc.id: there is no VPC ${id} in this account and region; correct the ID.`];
  }
  const foreign = vpc.subnets.filter(({ tags }) =>
    Object.entries(ownTags).some(([key, value]) => tags[key] !== value),
  );
  const outside = cidrs.filter((range) => !vpc.cidrs.some((own) => contains(own, range)));
  const overlaps = Object.entries(subnetRanges(settings)).flatMap(([group, ranges]) =>
    ranges.flatMap((range) =>
      foreign.filter(({ cidr }) => overlap(cidr, range)).map((subnet) => ({ group, range, ...subnet })),
    ),
  );
  const table = Object.entries(settings.routeTables).find(([, leads]) => leads === "internet")?.[0];
  const offline =
    table === undefined || vpc.hasInternetGateway
      ? []
      : [
          `routeTables.${table}: leads to the internet, and ${id} has no internet gateway; ` +
            "ask its owner for one, or let the table lead elsewhere.",
        ];
  return [
    ...offline,
    ...outside.map(
      (range) =>
        `existingVpc.cidrs: ${range} is no range of ${id}, which has ${vpc.cidrs.join(", ")}; ` +
        "correct it, or move it to secondaryCidrs to add it.",
    ),
    ...overlaps.map(
      ({ group, range, id: subnet, cidr }) =>
        `subnetGroups.${group}: ${range} overlaps ${cidr} of ${subnet}, which is in ${id} already; ` +
        `choose a free range, or add ${cidr} to existingVpc.subnets and let \`prefix\` plan around it.`,
    ),
  ];
}

/** The VPC with an ID and all of its subnets; undefined where there is none. */
async function find(id: string, region: string): Promise<FoundVpc | undefined> {
  const { EC2Client, DescribeInternetGatewaysCommand, DescribeVpcsCommand, paginateDescribeSubnets } =
    await import("@aws-sdk/client-ec2");
  const client = new EC2Client({ region });
  const ofVpc: Filter = { Name: "vpc-id", Values: [id] };
  try {
    const { Vpcs: [vpc] = [] } = await client.send(new DescribeVpcsCommand({ Filters: [ofVpc] }));
    if (vpc === undefined) return undefined;
    const subnets: FoundSubnet[] = [];
    for await (const { Subnets = [] } of paginateDescribeSubnets({ client }, { Filters: [ofVpc] })) {
      for (const { SubnetId = "", CidrBlock = "", Tags = [] } of Subnets) {
        const tags = Object.fromEntries(Tags.map(({ Key = "", Value = "" }) => [Key, Value]));
        // A subnet of IPv6 only has no range that could be in the way.
        if (CidrBlock !== "") subnets.push({ id: SubnetId, cidr: CidrBlock, tags });
      }
    }
    const { InternetGateways = [] } = await client.send(
      new DescribeInternetGatewaysCommand({ Filters: [{ Name: "attachment.vpc-id", Values: [id] }] }),
    );
    const cidrs = (vpc.CidrBlockAssociationSet ?? []).flatMap(({ CidrBlock, CidrBlockState }) =>
      CidrBlock !== undefined && CidrBlockState?.State === "associated" ? [CidrBlock] : [],
    );
    return { cidrs, subnets, hasInternetGateway: InternetGateways.length > 0 };
  } finally {
    client.destroy();
  }
}

/** Whether an existing VPC is as the settings say it is, and has room for their subnets. */
export const preflight: LayerPreflight<NetworkSettings> = async ({ environment, settings }) => {
  if (settings.existingVpc === undefined) return [];
  const { Project = "", Environment = "", Layer = "" } = defaultTags(environment, networkLayer);
  const vpc = await find(settings.existingVpc.id, environment.region);
  return conflicts(settings, vpc, { Project, Environment, Layer });
};
