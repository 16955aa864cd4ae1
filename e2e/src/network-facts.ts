import {
  DescribeInternetGatewaysCommand,
  DescribeNatGatewaysCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcEndpointsCommand,
  DescribeVpcsCommand,
  type Tag,
} from "@aws-sdk/client-ec2";
import type { Aws } from "./aws";

const nameOf = (tags: Tag[] | undefined): string => tags?.find(({ Key }) => Key === "Name")?.Value ?? "";

/** The IDs of the kinds that `networkIds` looks for. */
export const NETWORK_ID = /^(vpc|subnet|rtb|igw|sg|vpce)-[0-9a-f]+$/;

/** The IDs of what AWS has with the tag of the network layer. */
export async function networkIds({ ec2 }: Aws): Promise<string[]> {
  const byLayer = { Filters: [{ Name: "tag:Layer", Values: ["network"] }] };
  const { Vpcs = [] } = await ec2.send(new DescribeVpcsCommand(byLayer));
  const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand(byLayer));
  const { RouteTables = [] } = await ec2.send(new DescribeRouteTablesCommand(byLayer));
  const { InternetGateways = [] } = await ec2.send(new DescribeInternetGatewaysCommand(byLayer));
  const { SecurityGroups = [] } = await ec2.send(new DescribeSecurityGroupsCommand(byLayer));
  const { VpcEndpoints = [] } = await ec2.send(new DescribeVpcEndpointsCommand(byLayer));
  return [
    ...Vpcs.map(({ VpcId = "" }) => VpcId),
    ...Subnets.map(({ SubnetId = "" }) => SubnetId),
    ...RouteTables.map(({ RouteTableId = "" }) => RouteTableId),
    ...InternetGateways.map(({ InternetGatewayId = "" }) => InternetGatewayId),
    ...SecurityGroups.map(({ GroupId = "" }) => GroupId),
    ...VpcEndpoints.filter(({ State = "" }) => !/deleted/i.test(State)).map(
      ({ VpcEndpointId = "" }) => VpcEndpointId,
    ),
  ];
}

/** Each subnet of the platform as `name cidr zone public|private`. Sorted. */
export async function subnets({ ec2 }: Aws): Promise<string[]> {
  const { Subnets = [] } = await ec2.send(
    new DescribeSubnetsCommand({ Filters: [{ Name: "tag:Layer", Values: ["network"] }] }),
  );
  return Subnets.map(({ Tags, CidrBlock, AvailabilityZone, MapPublicIpOnLaunch }) =>
    [nameOf(Tags), CidrBlock, AvailabilityZone, MapPublicIpOnLaunch === true ? "public" : "private"].join(
      " ",
    ),
  ).sort();
}

/** Where the routes of each subnet lead, besides the VPC itself: `name: nat in <subnet>, s3`. Sorted. */
export async function reach({ ec2 }: Aws): Promise<string[]> {
  const byLayer = { Filters: [{ Name: "tag:Layer", Values: ["network"] }] };
  const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand(byLayer));
  const { RouteTables = [] } = await ec2.send(new DescribeRouteTablesCommand(byLayer));
  const { NatGateways = [] } = await ec2.send(new DescribeNatGatewaysCommand({}));
  const names = new Map(Subnets.map(({ SubnetId, Tags }) => [SubnetId, nameOf(Tags)]));
  const natPlaces = new Map(
    NatGateways.map(({ NatGatewayId, SubnetId }) => [NatGatewayId, names.get(SubnetId)]),
  );
  return Subnets.map(({ SubnetId, Tags }) => {
    const tables = RouteTables.filter(({ Associations = [] }) =>
      Associations.some((association) => association.SubnetId === SubnetId),
    );
    const targets = tables
      .flatMap(({ Routes = [] }) => Routes)
      .flatMap(({ GatewayId = "", NatGatewayId }) => {
        if (NatGatewayId !== undefined) return [`nat in ${natPlaces.get(NatGatewayId) ?? "?"}`];
        return GatewayId === "local" ? [] : [GatewayId.startsWith("igw-") ? "internet" : "s3"];
      });
    return `${nameOf(Tags)}: ${[...new Set(targets)].sort().join(", ") || "nothing"}`;
  }).sort();
}

/** The inbound rule matrix as `source -> target port`. Sorted. */
export async function ruleMatrix({ ec2 }: Aws, prefix: string): Promise<string[]> {
  const { SecurityGroups = [] } = await ec2.send(new DescribeSecurityGroupsCommand({}));
  const names = new Map(
    SecurityGroups.map(({ GroupId, GroupName }) => [GroupId, GroupName?.replace(`${prefix}-`, "")]),
  );
  const { SecurityGroupRules = [] } = await ec2.send(new DescribeSecurityGroupRulesCommand({}));
  const groups = SecurityGroups.filter(({ GroupName }) => GroupName?.startsWith(`${prefix}-`)).map(
    ({ GroupId }) => GroupId,
  );
  return SecurityGroupRules.filter(({ IsEgress, GroupId }) => IsEgress === false && groups.includes(GroupId))
    .map(({ GroupId, CidrIpv4, CidrIpv6, ReferencedGroupInfo, FromPort, ToPort }) => {
      const source = CidrIpv4 ?? CidrIpv6 ?? names.get(ReferencedGroupInfo?.GroupId) ?? "?";
      return `${source} -> ${names.get(GroupId)} ${FromPort === ToPort ? FromPort : `${FromPort}-${ToPort}`}`;
    })
    .sort();
}

/** VPCs as `name: range, range`, without the default one. Sorted. */
export async function vpcs({ ec2 }: Aws): Promise<string[]> {
  const { Vpcs = [] } = await ec2.send(new DescribeVpcsCommand({}));
  return Vpcs.filter(({ IsDefault }) => IsDefault !== true)
    .map(
      ({ Tags, CidrBlockAssociationSet = [] }) =>
        `${nameOf(Tags)}: ${CidrBlockAssociationSet.map(({ CidrBlock }) => CidrBlock).join(", ")}`,
    )
    .sort();
}

/** How many internet gateways there are, beside that of the default VPC. */
export async function internetGateways(aws: Aws): Promise<number> {
  const { Vpcs = [] } = await aws.ec2.send(new DescribeVpcsCommand({}));
  const own = Vpcs.filter(({ IsDefault }) => IsDefault !== true).map(({ VpcId }) => VpcId);
  const { InternetGateways = [] } = await aws.ec2.send(new DescribeInternetGatewaysCommand({}));
  return InternetGateways.filter(({ Attachments = [] }) =>
    Attachments.some(({ VpcId }) => own.includes(VpcId)),
  ).length;
}
