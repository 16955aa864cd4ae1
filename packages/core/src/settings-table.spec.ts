import { z } from "zod";
import { between, name, port } from "./fields";
import { settingsTable } from "./settings-table";

/** The table as lines: `path | type | default | meaning`. */
const table = (schema: z.ZodType): string[] =>
  settingsTable(schema).map((row) => [row.path, row.type, row.default ?? "", row.meaning].join(" | "));

test("types and limits in words", () => {
  expect(
    table(
      z.strictObject({
        text: z.string().regex(/a/).describe("A text."),
        port: port.describe("A port."),
        any: z.number().describe("A number."),
        whole: z.int().describe("A whole number."),
        few: between(2, 5, "things").describe("A few."),
        rate: z.number().min(0.5).describe("A rate."),
        above: z.number().positive().describe("Above."),
        most: z.int().max(3).describe("At most."),
        flag: z.boolean().describe("A flag."),
        fixed: z.literal("x").describe("A fixed one."),
        days: z.literal([1, 3, 5]).describe("Days."),
        size: z.enum(["small", "large"]).describe("A size."),
        names: z.array(name).min(1).describe("Names."),
        either: z.union([z.string(), z.number()]).describe("One or the other."),
      }),
    ),
  ).toEqual([
    "text | text |  | A text.",
    "port | whole number from 1 to 65535 |  | A port.",
    "any | number |  | A number.",
    "whole | whole number |  | A whole number.",
    "few | whole number from 2 to 5 |  | A few.",
    "rate | number, at least 0.5 |  | A rate.",
    "above | number above 0 |  | Above.",
    "most | whole number, at most 3 |  | At most.",
    "flag | true or false |  | A flag.",
    'fixed | "x" |  | A fixed one.',
    "days | 1, 3 or 5 |  | Days.",
    'size | "small" or "large" |  | A size.',
    "names | list of text, at least 1 |  | Names.",
    "either | text or number |  | One or the other.",
  ]);
});

test("defaults, as code or in words", () => {
  expect(
    table(
      z.strictObject({
        one: z.string().default("a").describe("One."),
        none: z.string().optional().describe("None."),
        decided: z
          .boolean()
          .optional()
          .meta({ description: "Decided later.", defaultText: "on where the environment is protected" }),
        list: z.array(z.string()).default([]).describe("A list."),
        record: z.record(name, z.string()).default({}).describe("A record."),
        filled: z
          .strictObject({ days: z.int().default(3).describe("Days.") })
          .prefault({})
          .describe("Filled."),
        object: z
          .strictObject({ days: z.int().describe("Days.") })
          .default({ days: 3 })
          .describe("Object."),
      }),
    ),
  ).toEqual([
    'one | text | "a" | One.',
    "none | text | none | None.",
    "decided | true or false | on where the environment is protected | Decided later.",
    "list | list of text | none | A list.",
    "record.<name> | text | none | A record.",
    "filled | settings | as below | Filled.",
    "filled.days | whole number | 3 | Days.",
    'object | settings | {"days":3} | Object.',
    "object.days | whole number |  | Days.",
  ]);
});

test("records and lists of settings, and what is said inside of them", () => {
  const rule = z.strictObject({ port: port.describe("A port.") }).describe("A rule each.");
  expect(
    table(
      z.strictObject({
        services: z
          .record(name, z.strictObject({ rules: z.array(rule).min(1).describe("The rules.") }))
          .describe("Services."),
        nested: z.record(name, z.record(name, z.boolean())).describe("Flags."),
        lists: z.record(name, z.array(z.string())).describe("Lists."),
      }),
    ),
  ).toEqual([
    "services.<name> | settings |  | Services.",
    "services.<name>.rules[] | settings |  | The rules. A rule each.",
    "services.<name>.rules[].port | whole number from 1 to 65535 |  | A port.",
    "nested.<name>.<name> | true or false |  | Flags.",
    "lists.<name> | list of text |  | Lists.",
  ]);
});

test("alternatives stand together", () => {
  const kind = z.discriminatedUnion("kind", [
    z.strictObject({
      kind: z.literal("rolling").describe("One by one."),
      minutes: port.describe("Minutes."),
    }),
    z.strictObject({
      kind: z.literal("all").describe("At once."),
      minutes: z.literal(0).describe("No minutes."),
      color: z.string().default("blue").describe("A color."),
    }),
  ]);
  const value = z.union([z.string(), z.strictObject({ secret: z.string().describe("A secret.") })]);
  expect(
    table(z.strictObject({ how: kind.describe("How."), values: z.record(name, value).describe("Values.") })),
  ).toEqual([
    "how | settings |  | How.",
    'how.kind | "rolling" or "all" |  | "rolling": One by one. "all": At once.',
    "how.minutes | whole number from 1 to 65535 or 0 |  | Minutes. No minutes.",
    'how.color | text | "blue" | A color.',
    "values.<name> | text or settings |  | Values.",
    "values.<name>.secret | text |  | A secret.",
  ]);
});

test("refinements and transformations are looked through", () => {
  const schema = z
    .strictObject({
      upper: z
        .string()
        .transform((text) => text.toUpperCase())
        .describe("Upper case."),
      prepared: z.preprocess((value) => value, z.boolean()).describe("Prepared."),
      refined: z
        .string()
        .refine((text) => text !== "")
        .describe("Refined."),
    })
    .check(() => undefined);
  expect(table(schema)).toEqual([
    "upper | text |  | Upper case.",
    "prepared | true or false |  | Prepared.",
    "refined | text |  | Refined.",
  ]);
});

test("a type that it doesn't know is refused", () => {
  expect(() => settingsTable(z.strictObject({ when: z.date() }))).toThrow("doesn't know the zod type date");
});
