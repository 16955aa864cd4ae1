import { z } from "zod";
import { readable, wrongValues, type JsonSchema } from "./wrong-values";

const schema = z.strictObject({
  name: z.string().regex(/^[a-z]+$/),
  kind: z.enum(["one", "two"]).default("one"),
  ports: z.array(z.int().min(1).max(9)).min(1),
  groups: z.record(z.string().regex(/^[a-z]+$/), z.strictObject({ open: z.boolean().optional() })),
  text: z.union([z.string(), z.null()]),
  build: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("file"), path: z.string() }),
    z.strictObject({ kind: z.literal("inline"), lines: z.int() }),
  ]),
});
const right = {
  name: "web",
  ports: [1, 2],
  groups: { db: { open: true } },
  text: null,
  build: { kind: "inline", lines: 3 },
};

const wrong = wrongValues(z.toJSONSchema(schema, { io: "input" }) as JsonSchema, right);

test("each is refused by the schema, at the place that is named", () => {
  expect(schema.safeParse(right).success).toBe(true);
  for (const { path, value, what } of wrong) {
    const issues = schema.safeParse(value).error?.issues ?? [];
    expect({ what, at: issues.map((issue) => readable(issue.path as string[])) }).toEqual({
      what,
      at: [readable(path)],
    });
  }
});

test("all kinds of faults are among them, and the value itself stays as it is", () => {
  const kinds = new Set(wrong.map(({ what }) => what));
  for (const kind of [
    "number in the place of string",
    "boolean in the place of string or null",
    "text of another form",
    "too small",
    "too large",
    "not whole",
    "too few",
    "no name",
    "no lines",
    "unknown name",
    "name of another form",
  ])
    expect(kinds).toContain(kind);
  expect(wrong.length).toBeGreaterThan(40);
  expect(right.ports).toEqual([1, 2]);
});

test("an unknown word is tried only where a word is meant", () => {
  const [first] = wrongValues({ enum: ["a"] }, "a").filter(({ what }) => what === "unknown word");
  expect(first?.value).toBe("no-such-word");
  expect(wrongValues({ enum: [1, 2] }, 1).map(({ what }) => what)).not.toContain("unknown word");
});
