import fc from "fast-check";
import { countsOf } from "../counts";
import type { LayerReport, Report, ReportedChange } from "../report";

/** What somebody who can name things in a plan might try. */
const ATTACKS = [
  "@octocat",
  "@example/team",
  "#1",
  "GH-1",
  "octocat/hello#1",
  "https://evil.example/?a=b",
  "www.evil.example",
  "someone@evil.example",
  "[x](https://evil.example)",
  "![x](https://evil.example/x.png)",
  "<https://evil.example>",
  "</details>",
  "</summary></details><h1>x</h1>",
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "<!-- ",
  "-->",
  "```",
  "~~~",
  "`````````",
  "` ",
  " `",
  "``x`",
  "|",
  "\\|",
  "\\\\|",
  "\\",
  "| a | b |\n| --- | --- |",
  "\n\n# heading",
  "\n- item",
  "\r\n> quote",
  "\n    code",
  "\u2028",
  "\u202e",
  "\u0000",
  "\ud800",
  "&lt;b&gt;&#64;octocat",
  "**bold** _x_ ~~y~~",
  ":smile:",
  "$\\text{x}$",
  '"]; click n0 "https://evil.example"',
  "%%{init: {}}%%",
  "end",
  "=====",
  "[^1]: x",
  "",
  " ",
];

/** Texts which try to be more than text. */
export const hostile: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...ATTACKS) },
  {
    weight: 3,
    arbitrary: fc
      .array(fc.oneof(fc.constantFrom(...ATTACKS), fc.string({ maxLength: 8, unit: "binary" })), {
        maxLength: 5,
      })
      .map((parts) => parts.join("")),
  },
  { weight: 1, arbitrary: fc.constantFrom("`".repeat(400), "|".repeat(400), "@a ".repeat(200)) },
);

const optional = <K extends string, T>(
  name: K,
  value: fc.Arbitrary<T>,
): fc.Arbitrary<Partial<Record<K, T>>> =>
  fc.oneof(
    fc.constant({}),
    value.map((one) => ({ [name]: one }) as Record<K, T>),
  );

const merged = (...parts: fc.Arbitrary<object>[]): fc.Arbitrary<object> =>
  fc.tuple(...parts).map((all) => Object.assign({}, ...all) as object);

const shown = fc.oneof(
  hostile.map((value) => ({ kind: "value", json: JSON.stringify(value) })),
  hostile.map((json) => ({ kind: "value", json })),
  fc.constant({ kind: "unknown" }),
  fc.constant({ kind: "masked" }),
);

const attribute = merged(
  fc.record({ path: hostile, forcesReplacement: fc.boolean() }),
  optional("before", shown),
  optional("after", shown),
);

const change = merged(
  fc.record({
    address: hostile,
    type: hostile,
    action: fc.constantFrom("create", "update", "replace", "delete", "move", "import", "forget"),
    attributes: fc.array(attribute, { maxLength: 3 }),
  }),
  optional("previousAddress", hostile),
  optional("path", hostile),
  optional("reason", hostile),
  optional("holds", hostile),
) as fc.Arbitrary<ReportedChange>;

const reader = fc.record({ layer: hostile, owner: hostile });

const layer = merged(
  fc.record({
    layer: hostile,
    owner: hostile,
    kind: fc.constantFrom("plan", "what-if", "drift"),
    changes: fc.array(change, { maxLength: 6 }),
    outputs: fc.array(
      merged(
        fc.record({ path: hostile, readers: fc.array(reader, { maxLength: 3 }) }),
        optional("before", shown),
        optional("after", shown),
      ),
      { maxLength: 3 },
    ),
    drift: fc.array(change, { maxLength: 2 }),
    moves: fc.array(merged(fc.record({ from: hostile, to: hostile }), optional("path", hostile)), {
      maxLength: 2,
    }),
    findings: fc.array(
      merged(
        fc.record({ tool: hostile, rule: hostile, resource: hostile, message: hostile }),
        optional("waiver", hostile),
      ),
      { maxLength: 2 },
    ),
  }),
  optional("error", hostile),
).map((one) => {
  const layer = one as LayerReport;
  return { ...layer, counts: countsOf(layer) };
});

const names = fc.array(hostile, { maxLength: 2 });
const rights = merged(
  fc.record({ reads: names, resources: names, data: names }),
  optional("repository", hostile),
);

/** Reports in which every text is hostile. */
export const hostileReport: fc.Arbitrary<Report> = merged(
  fc.record({
    version: fc.constant(1),
    environment: hostile,
    plannedAt: hostile,
    layers: fc.array(layer, { maxLength: 4 }),
    edges: fc.array(
      fc.record({ reader: hostile, producer: hostile, uses: fc.array(hostile, { maxLength: 2 }) }),
      { maxLength: 3 },
    ),
  }),
  optional("commit", hostile),
  optional("rights", fc.array(fc.record({ layer: hostile, gained: rights, lost: rights }), { maxLength: 2 })),
) as fc.Arbitrary<Report>;
