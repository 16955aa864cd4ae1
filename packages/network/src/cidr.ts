import { Address4 } from "ip-address";

/** Whether all of `inner` lies in `outer`. Both are IPv4 ranges. */
export const contains = (outer: string, inner: string): boolean =>
  new Address4(inner).isInSubnet(new Address4(outer));

/** Whether two IPv4 ranges share an address: of two ranges that do, one always contains the other. */
export const overlap = (a: string, b: string): boolean => contains(a, b) || contains(b, a);

/** How many bits of an IPv4 range are fixed: 24 for 10.0.8.0/24. */
export const prefixLength = (cidr: string): number => new Address4(cidr).subnetMask;
