import { differences, leafOf, type Leaf } from "./differences";
import { attributePath, type Path } from "./paths";
import type { Plan } from "./plan";
import {
  changesHere,
  entriesOf,
  heldMarks,
  holds,
  isBranch,
  isChange,
  isEmpty,
  isNoOp,
  isReplacement,
  keysOf,
  memberOf,
  same,
  type PlanEntry,
  type Values,
} from "./plan-changes";
import { isSecretPlace } from "./secret-places";
import { Secrets } from "./secrets";

/** How a plan differs from the one that was reviewed, at one place. Nothing that is sensitive is in it. */
export interface ReviewDifference {
  /** The address of a resource, or `output vpc_id`. */
  readonly subject: string;
  /** For example `ingress[0].from_port`; not there when it is about the whole. */
  readonly path?: string;
  /** What was reviewed, in words: `create`, `"a" -> "b"`, `nothing`. */
  readonly reviewed: string;
  /** What would be done now, in words. */
  readonly actual: string;
}

/** A plan, held against the one that was reviewed. */
export interface Comparison {
  /** Why it must not be applied; none when it may. */
  readonly differences: readonly ReviewDifference[];
  /** Reviewed changes which are not left to do. */
  readonly done: number;
  /** Changes that are left to do. */
  readonly remaining: number;
  /** Of these, changes which an apply has begun: the old object of a replacement is gone, a creation failed half-way. */
  readonly begun: number;
}

export interface ComparisonOptions {
  /** `plan`, or `what-if` when it was planned against outputs which were not applied then. */
  readonly kind: "plan" | "what-if";
  /**
   * Whether both plans are of the same code, settings and values of other layers, as far as these were known then. Then Terraform's
   * word that nothing is left to do is enough: AWS writes many a value otherwise than it was planned.
   */
  readonly sameSources: boolean;
}

/**
 * Whether a plan may be applied as what was reviewed. This is what guards production, so in doubt it may not.
 *
 * **What was known must be the same.** Of each change: the actions (a replacement that destroys first is not one that
 * creates first), the address and the one before, and each value that changes, as it was and as it will be. What was
 * unknown may have any value now; what was known may not be unknown now. In a list of which something was unknown, what was
 * known keeps its order, and the list its length; Terraform puts the rest of a set where it belongs by its value.
 *
 * **Nothing in addition.** A change of a resource, an output or a value which was to stay as it is, is a difference, whatever it is.
 *
 * **Less is accepted where there is a reason for it:**
 * - A reviewed change which isn't left to do, as everything is as it was to become: another run made it, or the first part of this
 *   one before it was killed. A resource which was to be changed must still be there, one which was to be destroyed must not.
 * - Of an update, values that are already as they were to become.
 * - A change whose reasons were unknown values, when these came out as they had been. A replacement may become an update when
 *   everything that forced it was unknown, or is already as it was to become.
 * - What an apply leaves when it is killed: of a replacement only the creation, or only the destruction of the old object (deposed);
 *   and a creation which failed half-way (tainted) is made again. In these, what it was before doesn't count any more.
 *
 * **A `plan` must be the same altogether**, unknown values, sensitivity and what forces a replacement too. Only when
 * some of its changes are done already, which makes values known that were unknown, the rules above are enough.
 */
export function compareToReviewed(
  reviewed: Plan,
  actual: Plan,
  { kind, sameSources }: ComparisonOptions,
): Comparison {
  const [then, now] = [entriesOf(reviewed), entriesOf(actual)];
  const say = new Words(Secrets.of([reviewed, actual]));
  const changes = ({ subject }: PlanEntry, entries: ReadonlyMap<string, PlanEntry>): boolean => {
    const entry = entries.get(subject);
    return entry !== undefined && isChange(entry);
  };
  const subjects = [...new Map([...then, ...now]).values()]
    .filter((entry) => changes(entry, then) || changes(entry, now))
    .sort((left, right) => (left.subject < right.subject ? -1 : 1));
  const remaining = subjects.filter((entry) => changes(entry, now)).length;
  const done = subjects.filter((entry) => !changes(entry, now)).length;

  const exact = subjects.flatMap(({ subject }) => compareExactly(then.get(subject), now.get(subject), say));
  if (exact.length === 0) return { differences: [], done, remaining, begun: 0 };
  const rest = subjects.map(({ subject, deposedOf }) =>
    compareRest(then.get(subject), now.get(subject), then.get(deposedOf ?? ""), { kind, sameSources }, say),
  );
  const less = subjects.filter((_, index) => rest[index]?.isLess === true);
  const begun = less.filter((entry) => changes(entry, now)).length;
  const found = kind === "what-if" || less.length > 0 ? rest.flatMap((one) => one.differences) : exact;
  return { differences: found, done, remaining, begun };
}

/** Everything that is not the same. */
function compareExactly(
  then: PlanEntry | undefined,
  now: PlanEntry | undefined,
  say: Words,
): ReviewDifference[] {
  const [one, other] = [changeOrNothing(then), changeOrNothing(now)];
  if (one === undefined || other === undefined || !sameDeed(one, other)) return [say.whole(then, now)];
  return comparePlaces(one, other, say, ({ reviewed, actual }) => same(factsOf(reviewed), factsOf(actual)));
}

const changeOrNothing = (entry: PlanEntry | undefined): PlanEntry | undefined =>
  entry !== undefined && isChange(entry) ? entry : undefined;

const sameDeed = (one: PlanEntry, other: PlanEntry): boolean =>
  same(one.actions, other.actions) &&
  one.movedFrom === other.movedFrom &&
  one.importing === other.importing &&
  same(one.replacePaths, other.replacePaths);

/** All that counts of a place; nothing where it stays as it is. */
const factsOf = (values: Values): unknown =>
  changesHere(values)
    ? [
        values.before ?? null,
        values.after ?? null,
        heldMarks(values.unknown),
        heldMarks(values.beforeSensitive),
        heldMarks(values.afterSensitive),
      ]
    : [];

interface Rest {
  readonly differences: readonly ReviewDifference[];
  /** Whether a part of what was reviewed is not left to do. */
  readonly isLess: boolean;
}

const REST: Rest = { differences: [], isLess: false };
const LESS: Rest = { differences: [], isLess: true };

/** Whether a change is what was reviewed, or what is left of it. */
function compareRest(
  then: PlanEntry | undefined,
  now: PlanEntry | undefined,
  deposedOf: PlanEntry | undefined,
  options: ComparisonOptions,
  say: Words,
): Rest {
  const other: Rest = { ...REST, differences: [say.whole(then, now)] };
  if (then === undefined || !isChange(then)) {
    const isRestOfReplacement = deposedOf?.actions.includes("delete") ?? false;
    return isRestOfReplacement && same(now?.actions, ["delete"]) ? LESS : other;
  }
  if (now === undefined) return isRemoval(then.actions) ? LESS : other;
  if (isRemoval(then.actions) && !same(then.actions, now.actions)) return other;
  if (now.movedFrom !== undefined && now.movedFrom !== then.movedFrom) return other;
  if (now.importing !== undefined && now.importing !== then.importing) return other;
  if (isMadeAgain(then, now)) {
    const matchesEnd: Judgement = ({ reviewed, actual }) => matches(reviewed, actual);
    return { ...LESS, differences: comparePlaces(then, now, say, matchesEnd) };
  }
  const isSameAction = same(then.actions, now.actions);
  if (!isSameAction && !isNoOp(now.actions) && !mayBecomeUpdate(then, now, options)) return other;
  let isLess = !isSameAction || then.movedFrom !== now.movedFrom || then.importing !== now.importing;
  const found = comparePlaces(then, now, say, ({ reviewed, actual }) => {
    if (!changesHere(actual)) {
      if (changesHere(reviewed) && !holds(reviewed.unknown)) isLess = true;
      return !changesHere(reviewed) || options.sameSources || matches(reviewed, actual);
    }
    return changesHere(reviewed) && same(reviewed.before, actual.before) && matches(reviewed, actual);
  });
  return { differences: found, isLess };
}

const isRemoval = (actions: readonly string[]): boolean =>
  same(actions, ["delete"]) || same(actions, ["forget"]);

/** Whether something is made again, or only the rest of its replacement is left, after an apply which did not come to its end. */
function isMadeAgain(then: PlanEntry, now: PlanEntry): boolean {
  const wasToBeMade = same(then.actions, ["create"]) || isReplacement(then.actions);
  const isTainted = isReplacement(now.actions) && now.reason === "replace_because_tainted";
  const wasDestroyed = isReplacement(then.actions) && same(now.actions, ["create"]);
  return (wasToBeMade && isTainted) || wasDestroyed;
}

/** Whether the reasons of a replacement may be gone, so that an update is left of it. */
function mayBecomeUpdate(then: PlanEntry, now: PlanEntry, { kind }: ComparisonOptions): boolean {
  if (!isReplacement(then.actions) || !same(now.actions, ["update"])) return false;
  if (then.replacePaths.length === 0) return kind === "what-if" && then.reason === "replace_by_triggers";
  return then.replacePaths.every(
    (path) => holds(at(then.values.unknown, path)) || !changesHere(valuesAt(now.values, path)),
  );
}

const at = (value: unknown, [step, ...rest]: Path): unknown => {
  if (step === undefined || value === true) return value;
  return typeof value === "object" && value !== null
    ? at((value as Readonly<Record<string, unknown>>)[step], rest)
    : undefined;
};

const valuesAt = (values: Values, path: Path): Values => ({
  before: at(values.before, path),
  after: at(values.after, path),
  unknown: at(values.unknown, path),
  beforeSensitive: at(values.beforeSensitive, path),
  afterSensitive: at(values.afterSensitive, path),
});

/** Whether a value will be what it was to become, as far as that was known. */
const matches = (reviewed: Values, actual: Values): boolean =>
  fits(reviewed.after, reviewed.unknown, actual.after, actual.unknown);

/** Whether a value fits what was known of it. */
export function fits(
  known: unknown,
  unknown: unknown,
  value: unknown,
  stillUnknown: unknown = false,
): boolean {
  if (unknown === true) return true;
  if (!holds(unknown)) return !holds(stillUnknown) && same(known, value);
  if (stillUnknown === true) return false;
  if (Array.isArray(known) || Array.isArray(unknown)) return listFits(known, unknown, value, stillUnknown);
  const keys = new Set([known, unknown, value, stillUnknown].flatMap(keysIn));
  return [...keys].every((key) =>
    fits(at(known, [key]), at(unknown, [key]), at(value, [key]), at(stillUnknown, [key])),
  );
}

const keysIn = (value: unknown): string[] =>
  typeof value === "object" && value !== null ? Object.keys(value) : [];

/** What is known keeps its order; the rest stands where it stood, or somewhere between. */
function listFits(known: unknown, unknown: unknown, value: unknown, stillUnknown: unknown): boolean {
  const elements = lengthOf(known, unknown);
  if (elements !== lengthOf(value, stillUnknown)) return false;
  const indices = Array.from({ length: elements }, (_, index) => index);
  const fitsAt = (index: number, place: number): boolean =>
    fits(at(known, [index]), at(unknown, [index]), at(value, [place]), at(stillUnknown, [place]));
  if (indices.every((index) => fitsAt(index, index))) return true;
  const open = new Set(indices);
  let from = 0;
  for (const index of indices.filter((one) => !holds(at(unknown, [one])))) {
    while (from < elements && !fitsAt(index, from)) from++;
    if (from === elements) return false;
    open.delete(from++);
  }
  // Those of which least is left to choose from come first, so that the first that fits is the right one in all but odd cases.
  return indices
    .filter((index) => holds(at(unknown, [index])))
    .map((index) => [index, [...open].filter((place) => fitsAt(index, place)).length] as const)
    .sort(([, left], [, right]) => left - right)
    .every(([index]) => {
      const place = [...open].find((one) => fitsAt(index, one));
      return place !== undefined && open.delete(place);
    });
}

const lengthOf = (...lists: readonly unknown[]): number =>
  Math.max(...lists.map((list) => (Array.isArray(list) ? list.length : 0)));

/** The same place in both plans. */
interface Places {
  readonly path: readonly string[];
  readonly reviewed: Values;
  readonly actual: Values;
}

/** Whether a place is as it may be. */
type Judgement = (places: Places) => boolean;

/** The places, as deep as objects go in both plans, which are not as they may be. */
function comparePlaces(then: PlanEntry, now: PlanEntry, say: Words, isFine: Judgement): ReviewDifference[] {
  const walk = (places: Places): ReviewDifference[] => {
    const { path, reviewed, actual } = places;
    const both = [reviewed, actual];
    if (both.some(isBranch) && both.every((values) => isBranch(values) || isEmpty(values)))
      return [...new Set(both.flatMap(keysOf))].flatMap((key) =>
        walk({
          path: [...path, key],
          reviewed: memberOf(reviewed, key),
          actual: memberOf(actual, key),
        }),
      );
    return isFine(places) ? [] : say.places(then, places);
  };
  return walk({ path: [], reviewed: then.values, actual: now.values }).sort((left, right) =>
    (left.path ?? "") < (right.path ?? "") ? -1 : 1,
  );
}

const LONGEST = 160;

const ACTIONS: Readonly<Record<string, string>> = { delete: "destroy", "no-op": "nothing", read: "nothing" };

/** Says what is different, with secrets covered. */
class Words {
  constructor(private readonly secrets: Secrets) {}

  /** A difference of what is done at all. */
  whole(then: PlanEntry | undefined, now: PlanEntry | undefined): ReviewDifference {
    return {
      subject: this.secrets.cover(then?.subject ?? now?.subject ?? ""),
      reviewed: this.deed(then),
      actual: this.deed(now),
    };
  }

  /** Differences at a place; inside of it, where both plans know it. */
  places({ subject, type }: PlanEntry, { path, reviewed, actual }: Places): ReviewDifference[] {
    const isSecret = (place: Path): boolean => isSecretPlace(type, place);
    const item = (place: Path, one: string, other: string): ReviewDifference => ({
      subject: this.secrets.cover(subject),
      ...(place.length > 0 && { path: this.secrets.cover(attributePath(place)) }),
      reviewed: one,
      actual: other,
    });
    const inside = (side: "before" | "after", mark: "beforeSensitive" | "afterSensitive") =>
      differences(
        {
          actions: ["update"],
          before: nest(path, reviewed[side]),
          after: nest(path, actual[side]),
          after_unknown: {},
          before_sensitive: nest(path, reviewed[mark]),
          after_sensitive: nest(path, actual[mark]),
        },
        isSecret,
      );
    const isKnown = ![reviewed, actual].some(({ unknown }) => holds(unknown));
    if (isKnown && changesHere(reviewed) && changesHere(actual)) {
      const found = [
        ...inside("before", "beforeSensitive").map(({ path: place, before, after }) =>
          item(place, `from ${this.value(before)}`, `from ${this.value(after)}`),
        ),
        ...inside("after", "afterSensitive").map(({ path: place, before, after }) =>
          item(place, `to ${this.value(before)}`, `to ${this.value(after)}`),
        ),
      ];
      if (found.length > 0) return found;
    }
    const text = (values: Values): string => {
      const isSensitive = [reviewed, actual].some(
        (one) => holds(one.beforeSensitive) || holds(one.afterSensitive),
      );
      const leaf = (value: unknown, unknown: unknown): string =>
        this.value(leafOf(path, { value, unknown: holds(unknown), sensitive: isSensitive }, isSecret));
      const after = leaf(values.after, values.unknown);
      return changesHere(values) ? `${leaf(values.before, false)} -> ${after}` : `stays ${after}`;
    };
    return [item(path, text(reviewed), text(actual))];
  }

  private deed(entry: PlanEntry | undefined): string {
    if (entry === undefined) return "nothing (it is not there)";
    const { actions, movedFrom, importing, replacePaths, reason } = entry;
    const first = actions[0] ?? "";
    const action = isReplacement(actions)
      ? first === "delete"
        ? "replace (destroy, then create)"
        : "replace (create, then destroy)"
      : (ACTIONS[first] ?? first);
    const forced = replacePaths.map(attributePath).join(", ");
    const words = [
      movedFrom === undefined ? "" : `move from ${movedFrom}`,
      importing === undefined ? "" : `import ${importing}`,
      action === "nothing" && isChange(entry) ? "" : action,
      forced === "" ? "" : `because of ${forced}`,
      reason === "replace_because_tainted" ? "because it is tainted" : "",
    ];
    return this.secrets.cover(words.filter((word) => word !== "").join(" "));
  }

  private value(leaf: Leaf | undefined): string {
    if (leaf === undefined) return "nothing";
    if (leaf.kind === "unknown") return "(known after the apply)";
    if (leaf.kind === "masked") return "(sensitive)";
    const text = JSON.stringify(this.secrets.coverValue(leaf.value));
    return text.length > LONGEST ? `${text.slice(0, LONGEST)}... (${text.length} characters)` : text;
  }
}

/** A value at a path in an object. */
const nest = (path: readonly string[], value: unknown): unknown =>
  path.reduceRight((inner, key) => ({ [key]: inner }), value);
