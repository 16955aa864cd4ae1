import { contains, overlap } from "./cidr";

/** The private ranges of RFC 1918. */
const PRIVATE = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"] as const;

const LINK_LOCAL = "169.254.0.0/16";
/** For tests of network devices; AWS keeps VPCs that are in it apart from those in private ranges. */
const BENCHMARK = "198.19.0.0/16";

/**
 * Why AWS would refuse to add a range to a VPC, or undefined where it would not. The rules are those of "IPv4 CIDR
 * block association restrictions" in the Amazon VPC User Guide: they depend on where the VPC's own range lies.
 * @param primary the range that the VPC was made with
 * @param others every other range of the VPC
 */
export function associationRefused(
  primary: string,
  others: readonly string[],
  added: string,
): string | undefined {
  const all = [primary, ...others];
  const taken = all.find((range) => overlap(range, added));
  if (taken !== undefined)
    return `overlaps ${taken}, which the VPC has already; choose a range apart from it`;
  const home = PRIVATE.find((range) => contains(range, primary));
  const forbidden = [
    LINK_LOCAL,
    ...PRIVATE.filter((range) => range !== home),
    ...(contains(BENCHMARK, primary) ? [] : [BENCHMARK]),
    ...(home === "172.16.0.0/12" ? ["172.31.0.0/16"] : []),
    ...(all.some((range) => contains("10.0.0.0/15", range)) ? ["10.0.0.0/16"] : []),
  ];
  const hit = forbidden.find((range) => overlap(range, added));
  if (hit === undefined) return undefined;
  return `can't be added to a VPC with ${primary}: AWS allows nothing there from ${hit}; take another range, such as one from 100.64.0.0/10`;
}
