import fc from "fast-check";
import { compareToReviewed, fits, type ComparisonOptions } from "./compare-to-reviewed";
import type { Plan, PlanResourceChange } from "./plan";
import { planDigest } from "./plan-digest";
import { change, plan, replaced, resource } from "./testing/plans";

const compare = (
  reviewed: readonly PlanResourceChange[] | Plan,
  actual: readonly PlanResourceChange[] | Plan,
  options: Partial<ComparisonOptions> = {},
) => {
  const asPlan = (one: readonly PlanResourceChange[] | Plan): Plan =>
    "format_version" in one ? one : plan(one);
  return compareToReviewed(asPlan(reviewed), asPlan(actual), {
    kind: "plan",
    sameSources: false,
    ...options,
  });
};

/** Differences as lines. */
const lines = (...args: Parameters<typeof compare>): string[] =>
  compare(...args).differences.map(
    ({ subject, path, reviewed, actual }) =>
      `${subject}${path === undefined ? "" : ` ${path}`}: ${reviewed} | ${actual}`,
  );

const A = "aws_vpc.a";
const B = "aws_eip.b";
const noOp = (address: string, values: unknown) => resource(address, values, values, { actions: ["no-op"] });
const updated = resource(A, { size: 1, name: "n" }, { size: 2, name: "n" });
const tainted = (one: PlanResourceChange): PlanResourceChange => ({
  ...one,
  action_reason: "replace_because_tainted",
  change: { ...one.change, actions: ["delete", "create"] },
});
const withUnknown = (one: PlanResourceChange, after_unknown: unknown): PlanResourceChange => ({
  ...one,
  change: { ...one.change, after_unknown },
});
const REPLACE = "replace (destroy, then create)";

type Case = [string, PlanResourceChange[], PlanResourceChange[], string[]];

/** What must stop a deployment, whatever was planned. */
const never: Case[] = [
  [
    "another value",
    [updated],
    [resource(A, { size: 1, name: "n" }, { size: 3, name: "n" })],
    [`${A} size: to 2 | to 3`],
  ],
  [
    "another value before",
    [updated],
    [resource(A, { size: 0, name: "n" }, { size: 2, name: "n" })],
    [`${A} size: from 1 | from 0`],
  ],
  [
    "a value in addition",
    [updated],
    [resource(A, { size: 1, name: "m" }, { size: 2, name: "n" })],
    [`${A} name: stays "n" | "m" -> "n"`],
  ],
  [
    "a value that is left out",
    [resource(A, { size: 1, t: 1 }, { size: 2, t: 2 })],
    [resource(A, { size: 1, t: 1 }, { size: 2, t: 1 })],
    [`${A} t: 1 -> 2 | stays 1`],
  ],
  [
    "a resource in addition",
    [updated, noOp(B, {})],
    [updated, resource(B, { a: 1 }, null)],
    [`${B}: nothing | destroy`],
  ],
  [
    "a new resource in addition",
    [updated],
    [updated, resource(B, null, { a: 1 })],
    [`${B}: nothing (it is not there) | create`],
  ],
  [
    "a deposed object in addition",
    [updated],
    [updated, { ...resource(A, { a: 1 }, null), deposed: "1" }],
    [`${A} (deposed 1): nothing (it is not there) | destroy`],
  ],
  [
    "an update becomes a replacement",
    [updated],
    [replaced(A, { size: 1, name: "n" }, { size: 2, name: "n" }, [["size"]])],
    [`${A}: update | ${REPLACE} because of size`],
  ],
  [
    "an update becomes a destruction",
    [updated],
    [resource(A, { size: 1, name: "n" }, null)],
    [`${A}: update | destroy`],
  ],
  [
    "an update of what is gone",
    [updated],
    [resource(A, null, { size: 2, name: "n" })],
    [`${A}: update | create`],
  ],
  [
    "a tainted resource which was to be updated",
    [updated],
    [tainted(updated)],
    [`${A}: update | ${REPLACE} because it is tainted`],
  ],
  [
    "a destruction is not planned any more",
    [resource(A, { size: 1 }, null)],
    [noOp(A, { size: 1 })],
    [`${A}: destroy | nothing`],
  ],
  [
    "a destruction becomes an update",
    [resource(A, { size: 1 }, null)],
    [resource(A, { size: 1 }, { size: 2 })],
    [`${A}: destroy | update`],
  ],
  [
    "another object is destroyed",
    [resource(A, { id: "x" }, null)],
    [resource(A, { id: "y" }, null)],
    [`${A} id: from "x" | from "y"`],
  ],
  [
    "forgotten becomes destroyed",
    [resource(A, { id: "x" }, null, { actions: ["forget"] })],
    [resource(A, { id: "x" }, null)],
    [`${A}: forget | destroy`],
  ],
  [
    "a creation is not in the code any more",
    [resource(A, null, { a: 1 })],
    [],
    [`${A}: create | nothing (it is not there)`],
  ],
  [
    "a creation becomes an update",
    [resource(A, null, { a: 1 })],
    [resource(A, { a: 0 }, { a: 1 })],
    [`${A}: create | update`],
  ],
  [
    "what was to be replaced for a known reason is updated",
    [replaced(A, { a: 1 }, { a: 2 }, [["a"]])],
    [resource(A, { a: 1 }, { a: 2 })],
    [`${A}: ${REPLACE} because of a | update`],
  ],
  [
    "a replacement in the other order",
    [replaced(A, { a: 1 }, { a: 2 }, [["a"]])],
    [resource(A, { a: 1 }, { a: 2 }, { actions: ["create", "delete"], replace_paths: [["a"]] })],
    [`${A}: ${REPLACE} because of a | replace (create, then destroy) because of a`],
  ],
  [
    "a move in addition",
    [updated],
    [{ ...updated, previous_address: "aws_vpc.z" }],
    [`${A}: update | move from aws_vpc.z update`],
  ],
  [
    "an import of something else",
    [resource(A, {}, {}, { actions: ["no-op"], importing: { id: "x" } })],
    [resource(A, {}, {}, { actions: ["no-op"], importing: { id: "y" } })],
    [`${A}: import {"id":"x"} | import {"id":"y"}`],
  ],
  [
    "what was known is not any more",
    [updated],
    [withUnknown(resource(A, { size: 1, name: "n" }, { name: "n" }), { size: true })],
    [`${A} size: 1 -> 2 | 1 -> (known after the apply)`],
  ],
];

describe.each<ComparisonOptions>([
  { kind: "plan", sameSources: false },
  { kind: "plan", sameSources: true },
  { kind: "what-if", sameSources: false },
])("stops a deployment (%j)", (options) => {
  test.each(never.filter(([title]) => !options.sameSources || title !== "a value that is left out"))(
    "%s",
    (_, reviewed, actual, expected) => {
      expect(lines(reviewed, actual, options)).toEqual(expected);
      // Nor may it hide behind something that is done already.
      const other = resource("aws_eip.other", { a: 1 }, null);
      expect(lines([...reviewed, other], actual, options)).toEqual(expected);
    },
  );
});

test("a plan which does the same may be applied, and only one with the same digest", () => {
  const resources = fc.array(
    fc.record({
      before: fc.integer({ max: 2, min: 0 }),
      after: fc.integer({ max: 2, min: 0 }),
      unknown: fc.boolean(),
    }),
    { minLength: 1, maxLength: 2 },
  );
  const planOf = (all: { before: number; after: number; unknown: boolean }[]): Plan =>
    plan(
      all.map(({ before, after, unknown }, index) =>
        resource(
          `aws_vpc.r${index}`,
          { v: before, w: 1 },
          { v: unknown ? undefined : after, w: 2 },
          { after_unknown: unknown ? { v: true } : {} },
        ),
      ),
    );
  fc.assert(
    fc.property(resources, resources, (one, other) => {
      expect(compare(planOf(one), planOf(one))).toMatchObject({ differences: [], done: 0 });
      const isSame = planDigest(planOf(one)) === planDigest(planOf(other));
      const { differences, done } = compare(planOf(one), planOf(other));
      if (done === 0 && differences.length === 0 && !isSame)
        // Less is left to do than was reviewed, of values which were known.
        expect(
          other.some(
            ({ before, after }, index) => before === after && one[index]?.before !== one[index]?.after,
          ),
        ).toBe(true);
      if (isSame) expect(differences).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

describe("of a plan, everything is the same", () => {
  test.each<Case>([
    [
      "a value which was unknown",
      [withUnknown(resource(A, { a: 1, b: 1 }, { b: 2 }), { a: true })],
      [resource(A, { a: 1, b: 1 }, { a: 2, b: 2 })],
      [`${A} a: 1 -> (known after the apply) | 1 -> 2`],
    ],
    [
      "sensitivity",
      [resource(A, { a: 1 }, { a: 2 })],
      [resource(A, { a: 1 }, { a: 2 }, { after_sensitive: { a: true } })],
      [`${A} a: (sensitive) -> (sensitive) | (sensitive) -> (sensitive)`],
    ],
    [
      "what forces a replacement",
      [replaced(A, { a: 1 }, { a: 2 }, [["a"]])],
      [replaced(A, { a: 1 }, { a: 2 }, [["b"]])],
      [`${A}: ${REPLACE} because of a | ${REPLACE} because of b`],
    ],
  ])("%s", (_, reviewed, actual, expected) => {
    expect(lines(reviewed, actual)).toEqual(expected);
    expect(lines(reviewed, actual, { kind: "what-if" })).toEqual([]);
  });
});

describe("what was unknown in a what-if plan may come out as it will", () => {
  const unknown = withUnknown(resource(A, { a: 1, id: "i", k: 1 }, { k: 1 }), { a: true, id: true });
  const maybeReplaced = withUnknown(replaced(A, { a: 1, id: "i", k: 1 }, { k: 1 }, [["a"]]), {
    a: true,
    id: true,
  });
  test.each<Case>([
    ["an update", [unknown], [resource(A, { a: 1, id: "i", k: 1 }, { a: 2, id: "i", k: 1 })], []],
    ["an update of which nothing is left", [unknown], [noOp(A, { a: 1, id: "i", k: 1 })], []],
    ["a replacement of which nothing is left", [maybeReplaced], [noOp(A, { a: 1, id: "i", k: 1 })], []],
    [
      "a replacement of which an update is left",
      [maybeReplaced],
      [resource(A, { a: 1, id: "i", k: 1 }, { a: 2, id: "i", k: 1 })],
      [],
    ],
    [
      "a creation",
      [withUnknown(resource(A, null, { k: 1 }), { a: true })],
      [resource(A, null, { a: 5, k: 1 })],
      [],
    ],
    [
      "but an update of something else",
      [unknown],
      [resource(A, { a: 1, id: "i", k: 1 }, { a: 1, id: "i", k: 2 })],
      [`${A} k: stays 1 | 1 -> 2`],
    ],
    [
      "but a replacement",
      [unknown],
      [replaced(A, { a: 1, id: "i", k: 1 }, { a: 2, k: 1 }, [["a"]])],
      [`${A}: update | ${REPLACE} because of a`],
    ],
    [
      "but another known value",
      [withUnknown(resource(A, null, { k: 1 }), { a: true })],
      [resource(A, null, { a: 5, k: 2 })],
      [`${A} k: to 1 | to 2`],
    ],
    [
      "but a known change which is not made",
      [resource(A, { k: 1 }, { k: 2 })],
      [noOp(A, { k: 1 })],
      [`${A} k: 1 -> 2 | stays 1`],
    ],
  ])("%s", (_, reviewed, actual, expected) => {
    expect(lines(reviewed, actual, { kind: "what-if" })).toEqual(expected);
  });

  test("helpers are not compared", () => {
    const helper = resource("terraform_data.what-if-network", null, { input: {} });
    expect(lines([helper, updated], [updated], { kind: "what-if" })).toEqual([]);
  });

  test("outputs", () => {
    const output = (...args: Parameters<typeof change>): Plan =>
      plan([], { output_changes: { o: change(...args) } });
    const reviewed = output({ a: "1" }, { a: "1" }, { after_unknown: { b: true } });
    const options = { kind: "what-if" } as const;
    expect(lines(reviewed, output({ a: "1" }, { a: "1", b: "2" }), options)).toEqual([]);
    expect(lines(reviewed, output({ a: "1" }, { a: "2", b: "2" }), options)).toEqual([
      'output o a: stays "1" | "1" -> "2"',
    ]);
    expect(lines(plan([]), output(null, "x"), options)).toEqual([
      "output o: nothing (it is not there) | create",
    ]);
  });
});

describe("what is left of a deployment which was killed may go on", () => {
  const another = resource("aws_vpc.another", { size: 1 }, { size: 2 });
  const first = resource(A, null, { name: "n" }, { after_unknown: { id: true } });
  const second = withUnknown(resource(B, { vpc: "old", k: 1 }, { k: 2 }), { vpc: true });
  const isMade = noOp(A, { name: "n", id: "i" });
  const rest = resource(B, { vpc: "old", k: 1 }, { vpc: "i", k: 2 });
  const replacement = withUnknown(replaced(A, { a: 1, id: "i" }, { a: 2 }, [["a"]]), { id: true });
  const createFirst: PlanResourceChange = {
    ...replacement,
    change: { ...replacement.change, actions: ["create", "delete"] },
  };
  test.each<Case>([
    ["what is done makes values known", [first, second], [isMade, rest], []],
    ["all is done", [first, second], [isMade, noOp(B, { vpc: "i", k: 2 })], []],
    ["it is destroyed already", [resource(A, { a: 1 }, null), another], [another], []],
    [
      "it is forgotten already",
      [resource(B, { a: 1 }, null, { actions: ["forget"] }), another],
      [another],
      [],
    ],
    [
      "it is moved already",
      [{ ...noOp(B, { a: 1 }), previous_address: "aws_eip.z" }, another],
      [noOp(B, { a: 1 }), another],
      [],
    ],
    [
      "a part of an update",
      [resource(A, { a: 1, b: 1 }, { a: 2, b: 2 })],
      [resource(A, { a: 2, b: 1 }, { a: 2, b: 2 })],
      [],
    ],
    [
      "the creation of a replacement",
      [replacement],
      [resource(A, null, { a: 2 }, { after_unknown: { id: true } })],
      [],
    ],
    [
      "the old object of a replacement",
      [createFirst],
      [noOp(A, { a: 2, id: "j" }), { ...resource(A, { a: 1, id: "i" }, null), deposed: "1" }],
      [],
    ],
    [
      "a creation that was left half-made",
      [first],
      [tainted(resource(A, { name: "n", id: "i" }, { name: "n" }, { after_unknown: { id: true } }))],
      [],
    ],
    [
      "a replacement that was left half-made",
      [replacement],
      [tainted(resource(A, { a: 2, id: "j" }, { a: 2 }, { after_unknown: { id: true } }))],
      [],
    ],
    [
      "but not with another value",
      [first, second],
      [isMade, resource(B, { vpc: "old", k: 1 }, { vpc: "i", k: 3 })],
      [`${B} k: to 2 | to 3`],
    ],
    [
      "but not where it was made otherwise",
      [first, another],
      [noOp(A, { name: "m", id: "i" }), another],
      [`${A} name: nothing -> "n" | stays "m"`],
    ],
    [
      "but not when the half-made one becomes something else",
      [first],
      [tainted(resource(A, { name: "n" }, { name: "m" }))],
      [`${A} name: from nothing | from "n"`, `${A} name: to "n" | to "m"`],
    ],
  ])("%s", (_, reviewed, actual, expected) => {
    expect(lines(reviewed, actual)).toEqual(expected);
    expect(lines(reviewed, actual, { kind: "what-if" })).toEqual(expected);
  });

  test("and is counted", () => {
    const isRest = { differences: [], done: 1, remaining: 1, begun: 0 };
    expect(compare([first, second], [isMade, rest])).toEqual(isRest);
    // The old object is gone, and the new one isn't made yet: no change is done, and yet something is.
    const destroyed = resource(A, null, { a: 2 }, { after_unknown: { id: true } });
    const isBegun = { differences: [], done: 0, remaining: 2, begun: 1 };
    expect(compare([replacement, another], [destroyed, another])).toEqual(isBegun);
  });

  test("of the same code, what AWS wrote otherwise is not looked at", () => {
    const written = [noOp(A, { name: "N", id: "i" }), another];
    expect(lines([first, another], written, { sameSources: true })).toEqual([]);
    expect(lines([first, another], written)).toHaveLength(1);
  });
});

test.each<[string, unknown, unknown, unknown, boolean]>([
  ["any value", undefined, true, [1], true],
  ["a list with one unknown", ["a", null], [false, true], ["a", "x"], true],
  ["a set which is sorted by its values", ["b", null], [false, true], ["a", "b"], true],
  ["a list that is longer", ["a", null], [false, true], ["a", "x", "y"], false],
  ["a list that is shorter", ["a", null], [false, true], ["a"], false],
  ["what was known in another order", ["a", "b", null], [false, false, true], ["b", "a", "x"], false],
  ["what was known is gone", ["a", null], [false, true], ["x", "y"], false],
  [
    "objects of a set",
    [{ k: 1 }, { k: 2 }],
    [{ u: true }, { u: true }],
    [
      { k: 2, u: 1 },
      { k: 1, u: 1 },
    ],
    true,
  ],
  [
    "an object of another kind",
    [{ k: 1 }, { k: 2 }],
    [{ u: true }, { u: true }],
    [
      { k: 2, u: 1 },
      { k: 3, u: 1 },
    ],
    false,
  ],
  ["a map with a key in addition", { a: 1 }, { b: true }, { a: 1, b: 2, c: 3 }, false],
])("%s", (_, known, unknown, value, expected) => {
  expect(fits(known, unknown, value)).toBe(expected);
});

test("secrets are covered in what is shown", () => {
  const secret = (password: string, count: number): PlanResourceChange =>
    resource(
      "aws_db_instance.db",
      { password: "first-secret", count },
      { password, count: 2 },
      { before_sensitive: { token: true }, after_sensitive: { token: true } },
    );
  const found = compare([secret("second-secret", 1)], [secret("third-secret", 1)]).differences;
  expect(found).toEqual([
    { subject: "aws_db_instance.db", path: "password", reviewed: "to (sensitive)", actual: "to (sensitive)" },
  ]);
  const copied = (description: string): PlanResourceChange =>
    resource("aws_ssm_parameter.p", { value: "hidden-secret" }, { value: "hidden-secret", description });
  expect(JSON.stringify(compare([copied("is hidden-secret")], [copied("was hidden-secret")]))).not.toContain(
    "hidden-secret",
  );
});
