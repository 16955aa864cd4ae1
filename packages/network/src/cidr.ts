import { Address4 } from "ip-address";

/** Whether a text is an IPv4 range whose address is the first of the range, such as 10.0.8.0/24. */
export function isCidr(text: string): boolean {
  if (!/^[\d.]+\/\d{1,2}$/.test(text) || !Address4.isValid(text)) return false;
  const address = new Address4(text);
  return address.startAddress().correctForm() === address.correctForm();
}

/** Whether all of `inner` lies in `outer`. Both are IPv4 ranges. */
export const contains = (outer: string, inner: string): boolean =>
  new Address4(inner).isInSubnet(new Address4(outer));

/** Whether two IPv4 ranges share an address: of two ranges that do, one always contains the other. */
export const overlap = (a: string, b: string): boolean => contains(a, b) || contains(b, a);

/** How many bits of an IPv4 range are fixed: 24 for 10.0.8.0/24. */
export const prefixLength = (cidr: string): number => new Address4(cidr).subnetMask;
