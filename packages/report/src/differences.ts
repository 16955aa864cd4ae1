import { canonical, isObject, unfolded, type JsonObject } from "./json";
import type { Path, Step } from "./paths";
import type { PlanChange } from "./plan";

/** What stands at a place, with its sensitive parts covered. */
export type Leaf =
  | { readonly kind: "value"; readonly value: unknown }
  | { readonly kind: "unknown" }
  | { readonly kind: "masked" };

/** A place at which two values differ; a side on which there is nothing is missing. */
export interface Difference {
  readonly path: Path;
  readonly before?: Leaf;
  readonly after?: Leaf;
}

/** Whether credentials stand at a place. */
export type IsSecret = (path: Path) => boolean;

/** A value with what the plan says of it: both have the value's shape, with `true` where they hold. */
interface Side {
  readonly value: unknown;
  readonly unknown: unknown;
  readonly sensitive: unknown;
}

/** What stands for a part of a value that is not shown. */
export const COVERED = "(sensitive)";

const NOTHING: Side = { value: undefined, unknown: undefined, sensitive: undefined };

/** Lists of objects in which the name tells who is who: they are compared, and written, by name. */
const NAMED_LISTS: ReadonlySet<Step | undefined> = new Set([
  "environment",
  "environment_variable",
  "secrets",
]);

/** Lists whose order has a meaning. Of the others, which mostly are sets, it has none. */
const ORDERED_LISTS: ReadonlySet<Step | undefined> = new Set([
  "command",
  "entryPoint",
  "entry_point",
  "layers",
  "ordered_cache_behavior",
  "action",
  "stage",
]);

/** Members by which the objects of a list are known again after a change. */
const IDENTITIES = ["name", "Name", "Sid", "sid", "id", "key", "key_name", "device_name", "priority"];

/**
 * The places at which a change differs, each as deep as possible. JSON in strings is compared as what it is. Nothing,
 * null and empty lists and objects are the same.
 */
export function differences(change: PlanChange, isSecret: IsSecret): Difference[] {
  const found: Difference[] = [];
  const before = { value: change.before, unknown: undefined, sensitive: change.before_sensitive };
  const after = { value: change.after, unknown: change.after_unknown, sensitive: change.after_sensitive };
  compare([], before, after, isSecret, found);
  return found;
}

function compare(path: Path, rawBefore: Side, rawAfter: Side, isSecret: IsSecret, found: Difference[]): void {
  if (rawBefore.value === rawAfter.value && !hasTrue(rawAfter.unknown)) return;
  const before = opened(rawBefore);
  const after = opened(rawAfter);
  const kinds = new Set([kindOf(before), kindOf(after)]);
  kinds.delete("nothing");
  const [kind] = kinds;
  const isWhole =
    kinds.size > 1 ||
    kind === "scalar" ||
    after.unknown === true ||
    isCovered(path, before, isSecret) ||
    isCovered(path, after, isSecret);
  if (!isWhole && kind === "object") {
    for (const key of new Set([...keysOf(before), ...keysOf(after)]))
      compare([...path, key], member(before, key), member(after, key), isSecret, found);
  } else if (!isWhole && kind === "list") {
    for (const [step, one, other] of pairs(path.at(-1), elements(before), elements(after)))
      compare([...path, step], one, other, isSecret, found);
  } else if (isWhole && (hasTrue(after.unknown) || canonical(before.value) !== canonical(after.value))) {
    // What becomes sensitive was so before somebody said it.
    const sensitive = either(before.sensitive, after.sensitive);
    const left = leafOf(path, { ...before, sensitive }, isSecret);
    const right = leafOf(path, { ...after, sensitive }, isSecret);
    if (left === undefined && right === undefined) return;
    found.push({ path, ...(left && { before: left }), ...(right && { after: right }) });
  }
}

/** What stands at a place, covered as far as it must be; nothing where nothing stands. */
export function leafOf(path: Path, side: Side, isSecret: IsSecret): Leaf | undefined {
  if (side.unknown === true) return { kind: "unknown" };
  if (kindOf(side) === "nothing") return undefined;
  if (isCovered(path, side, isSecret)) return { kind: "masked" };
  return { kind: "value", value: covered(path, side, isSecret) };
}

/** A value whose sensitive parts are covered. */
function covered(path: Path, raw: Side, isSecret: IsSecret): unknown {
  if (isCovered(path, raw, isSecret)) return COVERED;
  const side = opened(raw);
  if (Array.isArray(side.value)) {
    const names = NAMED_LISTS.has(path.at(-1)) ? namesOf(elements(side)) : undefined;
    return elements(side).map((element, index) =>
      covered([...path, names?.[index] ?? index], element, isSecret),
    );
  }
  if (!isObject(side.value)) return side.value;
  return Object.fromEntries(
    Object.keys(side.value).map((key) => [key, covered([...path, key], member(side, key), isSecret)]),
  );
}

const isCovered = (path: Path, { sensitive }: Side, isSecret: IsSecret): boolean =>
  sensitive === true || isSecret(path);

/** A side whose value is not JSON in a string any more, but what that holds. */
function opened(side: Side): Side {
  const value = unfolded(side.value);
  // The marks are those of the string: all of it, or nothing.
  return value === side.value ? side : { ...side, value };
}

function kindOf({ value, unknown }: Side): "nothing" | "scalar" | "list" | "object" {
  if (unknown === true) return "nothing";
  const shape = value ?? (hasTrue(unknown) ? unknown : undefined);
  if (shape === undefined || shape === null) return "nothing";
  if (Array.isArray(shape)) return "list";
  return typeof shape === "object" ? "object" : "scalar";
}

const hasTrue = (marks: unknown): boolean =>
  marks === true ||
  (typeof marks === "object" && marks !== null && Object.values(marks as JsonObject).some(hasTrue));

/** Marks which hold where one of two does. */
function either(one: unknown, other: unknown): unknown {
  if (one === true || other === true) return true;
  if (!hasTrue(one)) return other;
  if (!hasTrue(other)) return one;
  const [left, right] = [one as JsonObject, other as JsonObject];
  return Object.fromEntries(
    [...Object.keys(left), ...Object.keys(right)].map((key) => [key, either(left[key], right[key])]),
  );
}

const keysOf = ({ value, unknown }: Side): string[] => [
  ...(isObject(value) ? Object.keys(value) : []),
  ...(isObject(unknown) ? Object.keys(unknown).filter((key) => hasTrue(unknown[key])) : []),
];

const member = ({ value, unknown, sensitive }: Side, key: Step): Side => ({
  value: at(value, key),
  unknown: at(unknown, key),
  sensitive: sensitive === true ? true : at(sensitive, key),
});

function at(value: unknown, key: Step): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, key)
    ? (value as JsonObject)[key]
    : undefined;
}

function elements(side: Side): Side[] {
  const lengths = [side.value, side.unknown].map((list) => (Array.isArray(list) ? list.length : 0));
  return Array.from({ length: Math.max(...lengths) }, (_, index) => member(side, index));
}

type Pair = readonly [step: Step, before: Side, after: Side];

/** Which element of a list became which one: a list that grew in its middle differs in one place. */
function pairs(name: Step | undefined, before: readonly Side[], after: readonly Side[]): Pair[] {
  if (NAMED_LISTS.has(name)) {
    const named = pairsByName(before, after);
    if (named !== undefined) return named;
  }
  const position = (index: number): Pair => [index, before[index] ?? NOTHING, after[index] ?? NOTHING];
  if (before.length === 0 || after.length === 0 || ORDERED_LISTS.has(name))
    return Array.from({ length: Math.max(before.length, after.length) }, (_, index) => position(index));

  const restBefore = new Set(before.keys());
  const restAfter = new Set(after.keys());
  const found: Pair[] = [];
  /** Takes the elements of both lists which say the same of themselves. */
  const pairBy = (say: (side: Side) => string | undefined): void => {
    const byWord = new Map<string, number[]>();
    for (const index of restBefore) {
      const word = say(before[index] ?? NOTHING);
      if (word !== undefined) byWord.set(word, [...(byWord.get(word) ?? []), index]);
    }
    for (const index of restAfter) {
      const other = byWord.get(say(after[index] ?? NOTHING) ?? "")?.shift();
      if (other === undefined) continue;
      found.push([index, before[other] ?? NOTHING, after[index] ?? NOTHING]);
      restBefore.delete(other);
      restAfter.delete(index);
    }
  };
  pairBy((side) => (hasTrue(side.unknown) ? undefined : canonical(side.value)));
  for (const identity of IDENTITIES) {
    if (restBefore.size === 0 || restAfter.size === 0) break;
    pairBy(({ value }) => {
      const word = at(value, identity);
      return typeof word === "string" || typeof word === "number" ? String(word) : undefined;
    });
  }
  const [lone, others] = [[...restBefore], [...restAfter]];
  for (const [order, index] of others.entries())
    found.push([index, before[lone[order] ?? -1] ?? NOTHING, after[index] ?? NOTHING]);
  for (const index of lone.slice(others.length)) found.push([index, before[index] ?? NOTHING, NOTHING]);
  return found.sort(([left], [right]) => Number(left) - Number(right));
}

function pairsByName(before: readonly Side[], after: readonly Side[]): Pair[] | undefined {
  const [left, right] = [namesOf(before), namesOf(after)];
  if (left === undefined || right === undefined) return undefined;
  return [...new Set([...left, ...right])].map((name) => [
    name,
    withoutName(before[left.indexOf(name)] ?? NOTHING),
    withoutName(after[right.indexOf(name)] ?? NOTHING),
  ]);
}

/** An element which is known by its name does not say it again. */
function withoutName(side: Side): Side {
  if (!isObject(side.value)) return side;
  const value = Object.fromEntries(Object.entries(side.value).filter(([key]) => key !== "name"));
  return { ...side, value };
}

/** The names of all elements; undefined unless each has its own. */
function namesOf(list: readonly Side[]): string[] | undefined {
  const names = list.map(({ value }) => at(value, "name")).filter((name) => typeof name === "string");
  return names.length === list.length && new Set(names).size === names.length ? names : undefined;
}
