import { prefixLength } from "./cidr";
import { planSubnets, type AddressSpace, type Wish } from "./cidr-plan";
import type { NetworkSettings } from "./settings";

/** The IPv4 ranges of the VPC, the one that it was made with first. */
export function vpcRanges({ cidr, existingVpc, secondaryCidrs }: NetworkSettings): string[] {
  return [...(existingVpc?.cidrs ?? (cidr === undefined ? [] : [cidr])), ...secondaryCidrs];
}

/** What subnets are carved from: the ranges of the VPC without what an existing one has in them. */
const addressSpace = (settings: NetworkSettings): AddressSpace => ({
  ranges: vpcRanges(settings),
  taken: settings.existingVpc?.subnets ?? [],
});

/** How many availability zones a subnet group covers. */
export const zoneCount = (settings: NetworkSettings, group: string): number => {
  const { cidrs, zones } = settings.subnetGroups[group] ?? {};
  return cidrs?.length ?? zones ?? settings.availabilityZones.length;
};

/** The ranges of every subnet group, one for each zone that it covers. */
export function subnetRanges(settings: NetworkSettings): Record<string, string[]> {
  const wishes = Object.entries(settings.subnetGroups).map(
    ([group, { cidrs, prefix, from }]): [string, Wish] => [
      group,
      prefix === undefined ? { cidrs: cidrs ?? [] } : { prefix, count: zoneCount(settings, group), from },
    ],
  );
  return planSubnets(addressSpace(settings), Object.fromEntries(wishes));
}

/** The subnet groups whose route table leads somewhere, by their names. */
export const groupsLeadingTo = (
  { subnetGroups, routeTables }: NetworkSettings,
  target: NetworkSettings["routeTables"][string],
): string[] =>
  Object.keys(subnetGroups).filter((group) => routeTables[subnetGroups[group]?.routeTable ?? ""] === target);

/** The zones, by their letters, for which there must be a way to a NAT gateway; none without a table that needs it. */
export function natZones(settings: NetworkSettings): string[] {
  if (!Object.values(settings.routeTables).includes("nat")) return [];
  const counts = groupsLeadingTo(settings, "nat").map((group) => zoneCount(settings, group));
  return settings.availabilityZones.slice(0, Math.max(1, ...counts));
}

/** AWS keeps the first four addresses of each subnet and the last one. */
const KEPT_BY_AWS = 5;

/** How many IPv4 addresses of a subnet are free for other layers when `used` of them are this layer's own. */
export const freeAddresses = (range: string, used: number): number =>
  Math.max(0, 2 ** (32 - prefixLength(range)) - KEPT_BY_AWS - used);
