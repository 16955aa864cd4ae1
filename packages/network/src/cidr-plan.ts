import { Address4 } from "ip-address";

/** What the subnets are carved from. All are IPv4 ranges. */
export interface AddressSpace {
  /** The ranges of the VPC, in the order in which they are used up. */
  readonly ranges: readonly string[];
  /** What is in use already, such as the subnets of an existing VPC. */
  readonly taken: readonly string[];
}

/** What a subnet group wants: exactly these ranges, or so many of a size. */
export type Wish =
  | { readonly cidrs: readonly string[] }
  | {
      /** Fixed bits of each range: 24 for 256 addresses. */
      readonly prefix: number;
      readonly count: number;
      /** The part of the space to carve them from; all of it where it is left out. */
      readonly from?: string | undefined;
    };

/** First and last address, as numbers. */
interface Interval {
  readonly first: number;
  readonly last: number;
}

function interval(cidr: string): Interval {
  const address = new Address4(cidr);
  return { first: Number(address.startAddress().bigInt()), last: Number(address.endAddress().bigInt()) };
}

const text = (first: number, prefix: number): string =>
  `${Address4.fromBigInt(BigInt(first)).correctForm()}/${String(prefix)}`;

/** The first free range of a size in `space`, or undefined where there is none. */
function carve(space: Interval, taken: readonly Interval[], prefix: number): Interval | undefined {
  const size = 2 ** (32 - prefix);
  let first = Math.ceil(space.first / size) * size;
  while (first + size - 1 <= space.last) {
    const candidate = { first, last: first + size - 1 };
    const inTheWay = taken.find((other) => other.first <= candidate.last && candidate.first <= other.last);
    if (inTheWay === undefined) return candidate;
    first = Math.ceil((inTheWay.last + 1) / size) * size;
  }
  return undefined;
}

/**
 * The ranges of each group, in order: those that it names, or the first free ones of its size. A group is planned by
 * what stands before it and by nothing else, so one that is added at the end moves no other. A group for which
 * there is not enough room gets fewer ranges than it wants.
 */
export function planSubnets<N extends string>(
  { ranges, taken }: AddressSpace,
  groups: Readonly<Record<N, Wish>>,
): Record<N, string[]> {
  const used = taken.map(interval);
  const planned = Object.entries<Wish>(groups).map(([name, wish]): [string, string[]] => {
    if ("cidrs" in wish) {
      used.push(...wish.cidrs.map(interval));
      return [name, [...wish.cidrs]];
    }
    const spaces = (wish.from === undefined ? ranges : [wish.from]).map(interval);
    const cidrs: string[] = [];
    for (const space of spaces) {
      while (cidrs.length < wish.count) {
        const free = carve(space, used, wish.prefix);
        if (free === undefined) break;
        used.push(free);
        cidrs.push(text(free.first, wish.prefix));
      }
    }
    return [name, cidrs];
  });
  return Object.fromEntries(planned) as Record<N, string[]>;
}
