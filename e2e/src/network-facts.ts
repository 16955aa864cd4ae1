import {
  DescribeRouteTablesCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  type Tag,
} from "@aws-sdk/client-ec2";
import type { Aws } from "./aws";

const nameOf = (tags: Tag[] | undefined): string => tags?.find(({ Key }) => Key === "Name")?.Value ?? "";

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

/** Where the routes of each subnet lead, besides the VPC itself: `name: internet, s3`. Sorted. */
export async function reach({ ec2 }: Aws): Promise<string[]> {
  const byLayer = { Filters: [{ Name: "tag:Layer", Values: ["network"] }] };
  const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand(byLayer));
  const { RouteTables = [] } = await ec2.send(new DescribeRouteTablesCommand(byLayer));
  return Subnets.map(({ SubnetId, Tags }) => {
    const tables = RouteTables.filter(({ Associations = [] }) =>
      Associations.some((association) => association.SubnetId === SubnetId),
    );
    const targets = tables
      .flatMap(({ Routes = [] }) => Routes)
      .flatMap(({ GatewayId = "" }) =>
        GatewayId === "local" ? [] : [GatewayId.startsWith("igw-") ? "internet" : "s3"],
      );
    return `${nameOf(Tags)}: ${[...new Set(targets)].sort().join(", ") || "nothing"}`;
  }).sort();
}

/** The inbound rule matrix as `source -> target port`. Sorted. */
export async function ruleMatrix({ ec2 }: Aws): Promise<string[]> {
  const { SecurityGroups = [] } = await ec2.send(new DescribeSecurityGroupsCommand({}));
  const names = new Map(
    SecurityGroups.map(({ GroupId, GroupName }) => [GroupId, GroupName?.replace("sbcntr-", "")]),
  );
  const { SecurityGroupRules = [] } = await ec2.send(new DescribeSecurityGroupRulesCommand({}));
  const groups = SecurityGroups.filter(({ GroupName }) => GroupName?.startsWith("sbcntr-")).map(
    ({ GroupId }) => GroupId,
  );
  return SecurityGroupRules.filter(({ IsEgress, GroupId }) => IsEgress === false && groups.includes(GroupId))
    .map(({ GroupId, CidrIpv4, CidrIpv6, ReferencedGroupInfo, FromPort, ToPort }) => {
      const source = CidrIpv4 ?? CidrIpv6 ?? names.get(ReferencedGroupInfo?.GroupId) ?? "?";
      return `${source} -> ${names.get(GroupId)} ${FromPort === ToPort ? FromPort : `${FromPort}-${ToPort}`}`;
    })
    .sort();
}
