/**
 * Wrong versions of a value which is right: each differs from it in one place, and breaks what the schema says of that place.
 * They are made from the JSON Schema of the value (`z.toJSONSchema`), so no check is copied here.
 */

/** The parts of a JSON Schema that are looked at. */
export interface JsonSchema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly propertyNames?: JsonSchema;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly minItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
}

export type Path = readonly (string | number)[];

/** One wrong version. */
export interface WrongValue {
  /** What is wrong with it, in words. */
  readonly what: string;
  /** The place which an answer must name. */
  readonly path: Path;
  /** The whole value with the fault in it. */
  readonly value: unknown;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A copy with another value at a path; `undefined` takes it away. */
function replaced(whole: unknown, [first, ...rest]: Path, by: unknown): unknown {
  if (first === undefined) return by;
  if (Array.isArray(whole)) {
    const list = [...(whole as unknown[])];
    list[Number(first)] = replaced(list[Number(first)], rest, by);
    return list;
  }
  const members = isObject(whole) ? whole : {};
  const entries = Object.entries({ ...members, [first]: replaced(members[first], rest, by) });
  return Object.fromEntries(entries.filter(([, member]) => member !== undefined));
}

const TYPES: readonly (readonly [type: string, value: unknown])[] = [
  ["null", null],
  ["string", "a text"],
  ["number", 1.5],
  ["boolean", true],
  ["array", []],
  ["object", {}],
];

const branchesOf = ({ anyOf, oneOf }: JsonSchema): readonly JsonSchema[] | undefined => anyOf ?? oneOf;

/** Of alternatives which a word tells apart (`kind`) the one that the value is of; of others none, as messages name the whole. */
function branchOf(schema: JsonSchema, value: unknown): JsonSchema | undefined {
  const branches = branchesOf(schema);
  if (branches === undefined) return schema;
  return branches.find(({ properties = {} }) => {
    const words = Object.entries(properties).filter(([, { const: word }]) => word !== undefined);
    return (
      isObject(value) && words.length > 0 && words.every(([key, { const: word }]) => value[key] === word)
    );
  });
}

/** The types that a schema allows; undefined where it does not say. */
function typesOf(schema: JsonSchema): string[] | undefined {
  const { type, enum: values, const: only } = schema;
  if (type !== undefined) return [type === "integer" ? "number" : type];
  const branches = branchesOf(schema);
  if (branches !== undefined) {
    const all = branches.map(typesOf);
    return all.includes(undefined) ? undefined : all.flatMap((types) => types ?? []);
  }
  const named = only === undefined ? values : [only];
  return named?.map((value) => (value === null ? "null" : typeof value));
}

/** What can be wrong with the value at one place alone: pairs of words and value. */
function wrongHere(schema: JsonSchema, value: unknown): [what: string, value: unknown][] {
  const { pattern, minLength, minItems, minimum, maximum, type, enum: values } = schema;
  const allowed = typesOf(schema);
  const wrong: [string, unknown][] = TYPES.filter(([one]) => allowed?.includes(one) === false).map(
    ([one, other]) => [`${one} in the place of ${allowed?.join(" or ") ?? ""}`, other],
  );
  if (pattern !== undefined && !new RegExp(pattern).test("§ 7")) wrong.push(["text of another form", "§ 7"]);
  if (minLength !== undefined && minLength > 0) wrong.push(["empty text", ""]);
  if (values?.every((one) => typeof one === "string") === true) wrong.push(["unknown word", "no-such-word"]);
  if (minimum !== undefined) wrong.push(["too small", minimum - 1]);
  if (maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER) wrong.push(["too large", maximum + 1]);
  if (type === "integer") wrong.push(["not whole", 1.5]);
  if (minItems !== undefined && minItems > 0 && Array.isArray(value))
    wrong.push(["too few", value.slice(0, minItems - 1)]);
  return wrong;
}

/** All wrong versions of a value, in the order of the value. */
export function wrongValues(schema: JsonSchema, value: unknown): WrongValue[] {
  return faultsAt(schema, value, []).map(({ what, path, at, by }) => ({
    what,
    path,
    value: replaced(value, at, by),
  }));
}

interface Fault {
  readonly what: string;
  /** Where it is said. */
  readonly path: Path;
  /** Where the value is another one. */
  readonly at: Path;
  readonly by: unknown;
}

function faultsAt(schema: JsonSchema, value: unknown, path: Path): Fault[] {
  const here = wrongHere(schema, value).map(([what, by]) => ({ what, path, at: path, by }));
  const branch = branchOf(schema, value);
  if (branch === undefined) return here;
  if (Array.isArray(value)) {
    const { items } = branch;
    const inside =
      items === undefined ? [] : value.flatMap((item, index) => faultsAt(items, item, [...path, index]));
    return [...here, ...inside];
  }
  return isObject(value) ? [...here, ...faultsOfMembers(branch, value, path)] : here;
}

function faultsOfMembers(
  { properties = {}, required = [], additionalProperties, propertyNames }: JsonSchema,
  value: Readonly<Record<string, unknown>>,
  path: Path,
): Fault[] {
  const others = isObject(additionalProperties) ? (additionalProperties as JsonSchema) : undefined;
  const inside = Object.entries(value).flatMap(([key, member]) => {
    const schema = properties[key] ?? others;
    return schema === undefined ? [] : faultsAt(schema, member, [...path, key]);
  });
  // What may be anything may be missing too, and the word which tells alternatives apart may have a default.
  const isNeeded = (key: string): boolean =>
    typesOf(properties[key] ?? {}) !== undefined && properties[key]?.const === undefined;
  const missing = required
    .filter((key) => key in value && isNeeded(key))
    .map((key) => ({ what: `no ${key}`, path: [...path, key], at: [...path, key], by: undefined }));
  const unknown =
    additionalProperties === false
      ? [{ what: "unknown name", path, at: [...path, "notASetting"], by: 1 }]
      : [];
  const [first] = Object.values(value);
  const misnamed =
    propertyNames?.pattern !== undefined && first !== undefined
      ? [{ what: "name of another form", path: [...path, "§ 7"], at: [...path, "§ 7"], by: first }]
      : [];
  return [...inside, ...missing, ...unknown, ...misnamed];
}

/** A path as messages have it: `subnetGroups.db.cidrs[1]`. */
export const readable = (path: Path): string =>
  path
    .map((part) =>
      typeof part === "number" ? `[${part}]` : /^[A-Za-z_$][\w$]*$/.test(part) ? `.${part}` : `["${part}"]`,
    )
    .join("")
    .replace(/^\./, "");
