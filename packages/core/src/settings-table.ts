import { z } from "zod";

/** One setting, for people. */
export interface SettingRow {
  /** Where it stands: `services.<name>.containers.<name>.port`, `rules[].from`. */
  readonly path: string;
  /** What may be written, in words: `whole number from 1 to 65535`, `"one" or "none"`. */
  readonly type: string;
  /** What holds where nothing is written, in words or as code; undefined where something must be written. */
  readonly default: string | undefined;
  /** What it means; empty where the schema says nothing. */
  readonly meaning: string;
}

type Schema = z.core.$ZodType;

/** A setting's schema without what is wrapped around it, and what the wrappers say. */
interface Unwrapped {
  readonly inner: z.core.$ZodTypes;
  readonly default: string | undefined;
  readonly meaning: string;
}

const code = (value: unknown): string => JSON.stringify(value);

/** `a`, `a or b`, `a, b or c`. */
const either = (texts: readonly string[]): string =>
  texts.length < 2 ? texts.join("") : `${texts.slice(0, -1).join(", ")} or ${texts.at(-1) ?? ""}`;

/** A default as it is written; nothing in a list or a record, and an object whose members have defaults, in words. */
function defaultOf(value: unknown, inner: z.core.$ZodTypes): string {
  if (typeof value !== "object" || value === null || Object.keys(value).length > 0) return code(value);
  return inner._zod.def.type === "object" ? "as below" : "none";
}

/** The schema of what a person writes: a pipe begins with it, unless it begins with a preparation. */
function written({ in: from, out: to }: z.core.$ZodPipeDef): Schema {
  return (from as z.core.$ZodTypes)._zod.def.type === "transform" ? to : from;
}

/** Looks through defaults, optional values and transformations. What is said outside comes before what is said inside. */
function unwrap(schema: Schema): Unwrapped {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  const { description, defaultText } = z.globalRegistry.get(schema) ?? {};
  const around = (inner: Schema, fallback?: (inside: z.core.$ZodTypes) => string): Unwrapped => {
    const inside = unwrap(inner);
    return {
      inner: inside.inner,
      default: defaultText ?? fallback?.(inside.inner) ?? inside.default,
      meaning: description ?? inside.meaning,
    };
  };
  switch (def.type) {
    case "optional":
    case "nullable":
      return around(def.innerType, () => "none");
    case "default":
    case "prefault":
      return around(def.innerType, (inside) => defaultOf(def.defaultValue, inside));
    case "nonoptional":
    case "readonly":
    case "catch":
      return around(def.innerType);
    case "lazy":
      return around(def.getter());
    case "pipe":
      return around(written(def));
    default:
      return { inner: schema as z.core.$ZodTypes, default: defaultText, meaning: description ?? "" };
  }
}

const unique = (texts: readonly string[]): string[] => [...new Set(texts.filter((text) => text !== ""))];

/** `text`, `"a" or "b"`, `whole number from 1 to 9`, `list of text, at least 1`. */
function typeOf(schema: Schema): string {
  const { inner } = unwrap(schema);
  const { def } = inner._zod;
  switch (def.type) {
    case "string":
      return "text";
    case "number":
      return numberType(inner as z.core.$ZodNumber);
    case "boolean":
      return "true or false";
    case "literal":
      return either(def.values.map(code));
    case "enum":
      return either(Object.values(def.entries).map(code));
    case "array":
      return `list of ${typeOf(def.element)}${atLeast(inner)}`;
    case "record":
    case "object":
      return "settings";
    case "union":
      return either(unique(def.options.map(typeOf)));
    default:
      throw new Error(`settingsTable doesn't know the zod type ${def.type}; add it to settings-table.ts.`);
  }
}

function numberType(schema: z.core.$ZodNumber): string {
  const { minimum, maximum, exclusiveMinimum, format } = schema._zod.bag as {
    readonly minimum?: number;
    readonly maximum?: number;
    readonly exclusiveMinimum?: number;
    readonly format?: string;
  };
  const kind = format === undefined ? "number" : "whole number";
  // zod notes the limits of safe integers for every whole number.
  const from = minimum === undefined || minimum <= Number.MIN_SAFE_INTEGER ? undefined : minimum;
  const to = maximum === undefined || maximum >= Number.MAX_SAFE_INTEGER ? undefined : maximum;
  if (from !== undefined && to !== undefined) return `${kind} from ${from} to ${to}`;
  if (from !== undefined) return `${kind}, at least ${from}`;
  if (exclusiveMinimum !== undefined) return `${kind} above ${exclusiveMinimum}`;
  return to === undefined ? kind : `${kind}, at most ${to}`;
}

function atLeast(schema: Schema): string {
  const { minimum } = schema._zod.bag as { readonly minimum?: number };
  return minimum === undefined || minimum === 0 ? "" : `, at least ${minimum}`;
}

/** The rows below a setting: those of its members, its elements or its alternatives. */
function rowsBelow(schema: Schema, path: string): SettingRow[] {
  const { def } = unwrap(schema).inner._zod;
  switch (def.type) {
    case "object":
      return Object.entries(def.shape).flatMap(([key, member]) =>
        rowsOf(member, path === "" ? key : `${path}.${key}`),
      );
    case "record":
      return rowsBelow(def.valueType, path);
    case "array":
      return rowsBelow(def.element, path);
    case "union":
      return merged(def.options.map((option) => rowsBelow(option, path)));
    default:
      return [];
  }
}

const hasMembers = (schema: Schema): boolean => rowsBelow(schema, "").length > 0;

/** How a path goes on for what is inside of records and lists of settings. */
function inside(schema: Schema): string {
  const { def } = unwrap(schema).inner._zod;
  if (def.type === "record") return `.<name>${inside(def.valueType)}`;
  if (def.type === "array" && hasMembers(def.element)) return `[]${inside(def.element)}`;
  return "";
}

/** A record of records is one line of the table, of what stands at its end. */
function innermost(schema: Schema): Schema {
  const { def } = unwrap(schema).inner._zod;
  if (def.type === "record") return innermost(def.valueType);
  if (def.type === "array" && hasMembers(def.element)) return innermost(def.element);
  return schema;
}

function rowsOf(schema: Schema, path: string): SettingRow[] {
  const { default: fallback, meaning } = unwrap(schema);
  const full = path + inside(schema);
  const end = innermost(schema);
  const own: SettingRow = {
    path: full,
    type: typeOf(end),
    default: fallback,
    meaning: unique([meaning, end === schema ? "" : unwrap(end).meaning]).join(" "),
  };
  return [own, ...rowsBelow(schema, full)];
}

/** The rows of alternatives as one: a setting that several of them have stands once, with all that it may be. */
function merged(alternatives: readonly (readonly SettingRow[])[]): SettingRow[] {
  const rows = alternatives.flat();
  return unique(rows.map(({ path }) => path)).map((path) => {
    const same = rows.filter((row) => row.path === path);
    const meanings = unique(same.map(({ meaning }) => meaning));
    // Each value of a choice, such as `kind`, says what it means.
    const isChoice = meanings.length > 1 && same.every(({ type }) => type.startsWith('"'));
    return {
      path,
      type: either(unique(same.map(({ type }) => type))),
      default: same.find((row) => row.default !== undefined)?.default,
      meaning: (isChoice ? same.map(({ type, meaning }) => `${type}: ${meaning}`) : meanings).join(" "),
    };
  });
}

/**
 * Every setting of a schema with its type, default and meaning, in the order of the schema: what `strata settings`
 * prints and what the READMEs of the layers hold.
 */
export const settingsTable = (schema: z.ZodType): SettingRow[] => rowsBelow(schema, "");
