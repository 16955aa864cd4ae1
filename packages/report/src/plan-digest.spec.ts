import fc from "fast-check";
import type { Plan, PlanResourceChange } from "./plan";
import { planDigest } from "./plan-digest";
import { change, plan, resource } from "./testing/plans";

const NAMES = ["a", "b", "c", "d"];
const scalar = fc.oneof(fc.integer({ min: 0, max: 9 }), fc.constantFrom("x", "y", "z"), fc.boolean());
const value = fc.oneof(
  scalar,
  fc.array(scalar, { maxLength: 3 }),
  fc.dictionary(fc.constantFrom(...NAMES), scalar),
);
const values = fc.dictionary(fc.constantFrom(...NAMES), value, { minKeys: 1 });
const resources: fc.Arbitrary<PlanResourceChange[]> = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...NAMES), values, values), {
    selector: ([name]) => name,
    minLength: 1,
  })
  .map((all) => all.map(([name, before, after]) => resource(`aws_vpc.${name}`, before, after)));
const plans: fc.Arbitrary<Plan> = fc
  .tuple(resources, fc.dictionary(fc.constantFrom(...NAMES), fc.tuple(value, value)))
  .map(([all, outputs]) =>
    plan(all, {
      output_changes: Object.fromEntries(
        Object.entries(outputs).map(([name, [before, after]]) => [name, change(before, after)]),
      ),
    }),
  );

/** The same value with its members in another order. */
const turned = (one: unknown): unknown =>
  Array.isArray(one)
    ? one.map(turned)
    : typeof one === "object" && one !== null
      ? Object.fromEntries(
          Object.entries(one)
            .reverse()
            .map(([key, member]) => [key, turned(member)]),
        )
      : one;

test("order, time, what is read, what stays and helpers do not count", () => {
  fc.assert(
    fc.property(plans, fc.string(), (one, timestamp) => {
      const other = turned({
        ...one,
        timestamp: `2026-${timestamp}`,
        resource_changes: [
          resource("aws_eip.same", { a: 1 }, { a: 1 }, { actions: ["no-op"] }),
          { ...resource("data.aws_ami.a", null, { id: "x" }, { actions: ["read"] }), mode: "data" },
          resource("terraform_data.what-if-network", null, { input: "x" }),
          ...[...one.resource_changes].reverse(),
        ],
      }) as Plan;
      expect(planDigest(other)).toBe(planDigest(one));
    }),
  );
});

test("any other value, action or address counts", () => {
  const edits: Record<string, (one: PlanResourceChange) => PlanResourceChange> = {
    value: (one) => withChange(one, { after: { ...(one.change.after as object), a: "another" } }),
    "value before": (one) => withChange(one, { before: { ...(one.change.before as object), e: "another" } }),
    "known value": (one) => withChange(one, { after_unknown: { a: true } }),
    "sensitivity of a value": (one) => withChange(one, { after: { a: "1" }, after_sensitive: { a: true } }),
    action: (one) => withChange(one, { actions: ["delete", "create"] }),
    "order of a replacement": (one) => withChange(one, { actions: ["create", "delete"] }),
    "reason of a replacement": (one) => withChange(one, { replace_paths: [["a"]] }),
    address: (one) => ({ ...one, address: "aws_vpc.another" }),
    "address before": (one) => ({ ...one, previous_address: "aws_vpc.another" }),
    import: (one) => withChange(one, { importing: { id: "vpc-1" } }),
    "deposed object": (one) => ({ ...one, deposed: "0a1b2c3d" }),
  };
  fc.assert(
    fc.property(resources, fc.constantFrom(...Object.keys(edits)), fc.nat(), (all, name, at) => {
      const index = at % all.length;
      const edited = all.map((one, place) => (place === index ? (edits[name]?.(one) ?? one) : one));
      expect(planDigest(plan(edited))).not.toBe(planDigest(plan(all)));
    }),
  );
});

test("an output counts as a resource does, and a removed change too", () => {
  fc.assert(
    fc.property(plans, (one) => {
      const output = { another: change("x", "y") };
      const more = plan(one.resource_changes, { output_changes: { ...one.output_changes, ...output } });
      expect(planDigest(more)).not.toBe(planDigest(one));
      expect(planDigest({ ...one, resource_changes: one.resource_changes.slice(1) })).not.toBe(
        planDigest(one),
      );
    }),
  );
});

test("the time of the plan in a value does not count, another time does", () => {
  const at = (timestamp: string, written: string): Plan =>
    plan([resource("aws_vpc.a", { tags: { made: "2020" } }, { tags: { made: `at ${written}` } })], {
      timestamp,
    });
  const digest = planDigest(at("2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z"));
  expect(planDigest(at("2026-01-02T00:00:00Z", "2026-01-02T00:00:00Z"))).toBe(digest);
  expect(planDigest(at("2026-01-02T00:00:00Z", "2026-01-01T00:00:00Z"))).not.toBe(digest);
});

const withChange = (
  one: PlanResourceChange,
  more: Partial<PlanResourceChange["change"]>,
): PlanResourceChange => ({ ...one, change: { ...one.change, ...more } });
