import { isCidr } from "@strata/core/fields";
import fc from "fast-check";
import { contains, overlap, prefixLength } from "./cidr";
import { planSubnets, type AddressSpace, type Wish } from "./cidr-plan";

const vpc: AddressSpace = { ranges: ["10.0.0.0/16"], taken: [] };

test("carves in order, each range on its boundary, and fills what was left free", () => {
  expect(
    planSubnets(vpc, {
      web: { prefix: 24, count: 2 },
      app: { prefix: 20, count: 2 },
      db: { prefix: 24, count: 2 },
    }),
  ).toEqual({
    web: ["10.0.0.0/24", "10.0.1.0/24"],
    app: ["10.0.16.0/20", "10.0.32.0/20"],
    db: ["10.0.2.0/24", "10.0.3.0/24"],
  });
});

test("goes around what is taken and what earlier groups name, and on to the next range", () => {
  const space = { ranges: ["10.5.0.0/22", "100.64.0.0/20"], taken: ["10.5.1.128/25"] };
  expect(planSubnets(space, { lb: { cidrs: ["10.5.0.0/24"] }, app: { prefix: 24, count: 3 } }).app).toEqual([
    "10.5.2.0/24",
    "10.5.3.0/24",
    "100.64.0.0/24",
  ]);
});

test("a group may choose where it is carved from", () => {
  const space = { ranges: ["10.5.0.0/16", "100.64.0.0/20"], taken: [] };
  expect(planSubnets(space, { app: { prefix: 24, count: 1, from: "100.64.0.0/20" } }).app).toEqual([
    "100.64.0.0/24",
  ]);
});

test("where there is no room, a group gets less than it wants", () => {
  const space = { ranges: ["10.0.0.0/24"], taken: [] };
  expect(planSubnets(space, { app: { prefix: 25, count: 3 }, db: { prefix: 28, count: 1 } })).toEqual({
    app: ["10.0.0.0/25", "10.0.0.128/25"],
    db: [],
  });
});

/** A range inside of 10.0.0.0/16, on its boundary. */
const inside = fc.tuple(fc.integer({ min: 18, max: 28 }), fc.nat(2 ** 16 - 1)).map(([prefix, offset]) => {
  const size = 2 ** (32 - prefix);
  const first = Math.floor(offset / size) * size;
  return `10.0.${String(first >> 8)}.${String(first & 255)}/${String(prefix)}`;
});

const wish: fc.Arbitrary<Extract<Wish, { prefix: number }>> = fc.record({
  prefix: fc.integer({ min: 18, max: 28 }),
  count: fc.integer({ min: 1, max: 6 }),
});

const space: fc.Arbitrary<AddressSpace> = fc.record({
  ranges: fc.constantFrom(
    ["10.0.0.0/16"],
    ["10.0.0.0/16", "100.64.0.0/20"],
    ["10.0.0.0/20", "10.0.128.0/22"],
  ),
  taken: fc.array(inside, { maxLength: 8 }),
});

const named = (wishes: readonly Wish[]): Record<string, Wish> =>
  Object.fromEntries(wishes.map((each, index) => [`group-${String(index)}`, each]));

const case_ = fc.tuple(space, fc.array(wish, { maxLength: 12 }));

test("what is carved is a range on its boundary, of the size that was asked for, inside of the space", () => {
  fc.assert(
    fc.property(case_, ([within, wishes]) => {
      const plan = planSubnets(within, named(wishes));
      for (const [index, { prefix }] of wishes.entries()) {
        for (const cidr of plan[`group-${String(index)}`] ?? []) {
          expect(isCidr(cidr)).toBe(true);
          expect(prefixLength(cidr)).toBe(prefix);
          expect(within.ranges.some((range) => contains(range, cidr))).toBe(true);
        }
      }
    }),
  );
});

test("nothing that is carved overlaps anything", () => {
  fc.assert(
    fc.property(case_, ([within, wishes]) => {
      const carved = Object.values(planSubnets(within, named(wishes))).flat();
      for (const [index, cidr] of carved.entries()) {
        const others = [...carved.slice(index + 1), ...within.taken];
        expect(others.filter((other) => overlap(other, cidr))).toEqual([]);
      }
    }),
  );
});

test("a group that is added at the end moves no other", () => {
  fc.assert(
    fc.property(case_, fc.oneof(wish, fc.record({ cidrs: fc.array(inside) })), ([within, wishes], added) => {
      const before = planSubnets(within, named(wishes));
      expect(planSubnets(within, named([...wishes, added]))).toMatchObject(before);
    }),
  );
});

test("a group gets less than it wants only where no range of its size is free any more", () => {
  fc.assert(
    fc.property(case_, ([within, wishes]) => {
      const plan = planSubnets(within, named(wishes));
      const used = [...within.taken, ...Object.values(plan).flat()];
      for (const [index, { prefix, count }] of wishes.entries()) {
        if ((plan[`group-${String(index)}`] ?? []).length === count) continue;
        const { more } = planSubnets({ ...within, taken: used }, { more: { prefix, count: 1 } });
        expect(more).toEqual([]);
      }
    }),
  );
});
