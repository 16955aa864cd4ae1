import { canonical, isObject } from "./json";
import type { Path } from "./paths";
import type { Plan, PlanChange } from "./plan";
import { isWhatIfHelper } from "./planned-layer";

/** A value before and after, with what the plan says of it: the marks have the shape of the values. */
export interface Values {
  readonly before: unknown;
  readonly after: unknown;
  readonly unknown: unknown;
  readonly beforeSensitive: unknown;
  readonly afterSensitive: unknown;
}

/** What a plan says of a resource or of an output, without what differs from one planning to the next. */
export interface PlanEntry {
  /** The address of a resource, or `output vpc_id`. */
  readonly subject: string;
  /** Of an object that was replaced and not destroyed yet: the subject which it once was. */
  readonly deposedOf?: string;
  /** The type of a resource; of an output nothing. */
  readonly type: string;
  readonly actions: readonly string[];
  /** Where it is moved from. */
  readonly movedFrom?: string;
  /** What it is imported from, as JSON. */
  readonly importing?: string;
  readonly reason?: string;
  /** Sorted. */
  readonly replacePaths: readonly Path[];
  readonly values: Values;
}

/** Stands for the time of the plan in values that are nothing else than that (`plantimestamp()`). */
const TIME_OF_PLAN = "(time of the plan)";

/** All that a plan speaks of, by subject: resources and outputs, but not what is only read, nor helpers of what-if plans. */
export function entriesOf({ resource_changes, output_changes, timestamp }: Plan): Map<string, PlanEntry> {
  const resources = resource_changes
    .filter(({ address, mode }) => mode === "managed" && !isWhatIfHelper(address))
    .map(
      ({ address, previous_address: previous, deposed, type, action_reason: reason, change }): PlanEntry => {
        const { importing } = change;
        return {
          subject: deposed === undefined ? address : `${address} (deposed ${deposed})`,
          ...(deposed !== undefined && { deposedOf: address }),
          type,
          actions: change.actions,
          ...(previous !== undefined && previous !== address && { movedFrom: previous }),
          ...(importing !== undefined && importing !== null && { importing: canonical(importing) }),
          ...(reason !== undefined && { reason }),
          replacePaths: sorted(change.replace_paths ?? []),
          values: valuesOf(change, timestamp),
        };
      },
    );
  const outputs = Object.entries(output_changes).map(
    ([name, change]): PlanEntry => ({
      subject: `output ${name}`,
      type: "",
      actions: change.actions,
      replacePaths: [],
      values: valuesOf(change, timestamp),
    }),
  );
  return new Map([...resources, ...outputs].map((entry) => [entry.subject, entry]));
}

/** Whether anything is done with it. */
export const isChange = ({ actions, movedFrom, importing }: PlanEntry): boolean =>
  movedFrom !== undefined || importing !== undefined || !isNoOp(actions);

/** Whether actions leave a resource as it is. */
export const isNoOp = (actions: readonly string[]): boolean =>
  actions.every((action) => action === "no-op" || action === "read");

export const isReplacement = (actions: readonly string[]): boolean =>
  actions.includes("delete") && actions.includes("create");

const sorted = (paths: readonly Path[]): readonly Path[] =>
  [...paths].sort((left, right) => (canonical(left) < canonical(right) ? -1 : 1));

const valuesOf = (change: PlanChange, timestamp: string | undefined): Values => ({
  before: change.before,
  after: timestamp === undefined ? change.after : withoutTime(change.after, timestamp),
  unknown: change.after_unknown,
  beforeSensitive: change.before_sensitive,
  afterSensitive: change.after_sensitive,
});

function withoutTime(value: unknown, timestamp: string): unknown {
  if (typeof value === "string") return value.replaceAll(timestamp, TIME_OF_PLAN);
  if (Array.isArray(value)) return value.map((element) => withoutTime(element, timestamp));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, withoutTime(member, timestamp)]),
  );
}

/** A place in the values of a change, as deep as objects go; a list is one place. */
export interface Place extends Values {
  readonly path: readonly string[];
}

/** The places at which something changes. */
export function changedPlaces(values: Values, path: readonly string[] = []): Place[] {
  if (!isBranch(values)) return changesHere(values) ? [{ path, ...values }] : [];
  return keysOf(values).flatMap((key) => changedPlaces(memberOf(values, key), [...path, key]));
}

/** Whether a place has members of its own. Nothing and an object without members are the same. */
export const isBranch = ({ before, after, unknown }: Values): boolean =>
  unknown !== true &&
  [before, after].every((value) => isNothing(value) || isObject(value)) &&
  [before, after, unknown].some(isObject);

/** Whether nothing is at a place, neither before nor after. */
export const isEmpty = ({ before, after, unknown }: Values): boolean =>
  isNothing(before) && isNothing(after) && !holds(unknown);

/** Whether a place will be different, or may be. */
export const changesHere = ({ before, after, unknown }: Values): boolean =>
  holds(unknown) || !same(before, after);

export const keysOf = ({ before, after, unknown }: Values): string[] => [
  ...new Set([before, after, unknown].flatMap((value) => (isObject(value) ? Object.keys(value) : []))),
];

export const memberOf = (values: Values, key: string): Values => ({
  before: at(values.before, key),
  after: at(values.after, key),
  unknown: at(values.unknown, key),
  beforeSensitive: values.beforeSensitive === true ? true : at(values.beforeSensitive, key),
  afterSensitive: values.afterSensitive === true ? true : at(values.afterSensitive, key),
});

const at = (value: unknown, key: string): unknown =>
  isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;

const isNothing = (value: unknown): boolean => value === undefined || value === null;

/** Whether two values are the same; the order of members doesn't count. */
export const same = (one: unknown, other: unknown): boolean =>
  canonical(one ?? null) === canonical(other ?? null);

/** Whether marks hold anywhere. */
export const holds = (marks: unknown): boolean =>
  marks === true || (typeof marks === "object" && marks !== null && Object.values(marks).some(holds));

/** Marks without the places at which they don't hold. */
export function heldMarks(marks: unknown): unknown {
  if (!holds(marks)) return false;
  if (Array.isArray(marks)) return marks.map(heldMarks);
  if (!isObject(marks)) return true;
  const held = Object.entries(marks).filter(([, member]) => holds(member));
  return Object.fromEntries(held.map(([key, member]) => [key, heldMarks(member)]));
}
