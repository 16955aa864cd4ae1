import type { IsConfigured } from "./configured";
import { canonical, isObject } from "./json";
import type { PlanResourceChange } from "./plan";

/** A resource that is destroyed, and one that is created in its likeness. */
export interface Rename {
  readonly from: string;
  readonly to: string;
}

/** How much of what is known of the new resource the old one must have too. */
const LIKENESS = 0.8;

/** AWS can't change these in place: resources which differ in one are two, whatever they are called in the code. */
const IDENTITIES = [
  "allocation_id",
  "bucket",
  "cidr_block",
  "cluster_identifier",
  "domain_name",
  "engine",
  "family",
  "function_name",
  "identifier",
  "key_name",
  "name",
  "name_prefix",
  "policy_arn",
  "replication_group_id",
  "role",
  "subnet_id",
];

/**
 * Which destroyed and created resources look like one with another address. Each must be the best match of the other,
 * and the only good one or the only exact one; else nothing is said, as a wrong suggestion costs more than none. A new one
 * which hangs on something else that is new is none either: it would have to be replaced under its new address.
 */
export function findRenames(changes: readonly PlanResourceChange[], isConfigured: IsConfigured): Rename[] {
  const destroyed = changes.filter(({ change }) => change.actions.join() === "delete");
  const created = changes.filter(
    ({ address, change }) =>
      change.actions.join() === "create" &&
      !unknownNames(change.after_unknown).some((name) => isConfigured(address, [name])),
  );
  const byType = new Map<string, PlanResourceChange[]>();
  for (const old of destroyed) byType.set(old.type, [...(byType.get(old.type) ?? []), old]);

  const likenesses = created.flatMap((fresh) =>
    (byType.get(fresh.type) ?? []).flatMap((old) => {
      const likeness = likenessOf(old.change.before, fresh.change.after);
      return likeness >= LIKENESS ? [{ from: old.address, to: fresh.address, likeness }] : [];
    }),
  );
  const matches = { from: new Map<string, number[]>(), to: new Map<string, number[]>() };
  for (const { from, to, likeness } of likenesses) {
    matches.from.set(from, [...(matches.from.get(from) ?? []), likeness]);
    matches.to.set(to, [...(matches.to.get(to) ?? []), likeness]);
  }
  const isClear = (all: readonly number[] = [], likeness: number): boolean =>
    all.length === 1 || (likeness === 1 && all.filter((other) => other === 1).length === 1);
  return likenesses
    .filter(
      ({ from, to, likeness }) =>
        isClear(matches.from.get(from), likeness) && isClear(matches.to.get(to), likeness),
    )
    .map(({ from, to }) => ({ from, to }));
}

/** The share of the known attributes of the new resource in which the old one is the same; 0 when they are two. */
function likenessOf(before: unknown, after: unknown): number {
  if (!isObject(before) || !isObject(after)) return 0;
  const known = Object.entries(after).filter(([, value]) => !isNothing(value));
  const isAnother = known.some(
    ([name, value]) => IDENTITIES.includes(name) && canonical(before[name]) !== canonical(value),
  );
  if (isAnother || known.length === 0) return 0;
  return known.filter(([name, value]) => resembles(before[name], value)).length / known.length;
}

const unknownNames = (marks: unknown): string[] =>
  isObject(marks) ? Object.keys(marks).filter((name) => marks[name] === true) : [];

/** Whether a value has all that is known of another one. */
function resembles(before: unknown, after: unknown): boolean {
  if (isNothing(after)) return true;
  if (Array.isArray(after))
    return (
      Array.isArray(before) &&
      before.length === after.length &&
      after.every((element, index) => resembles(before[index], element))
    );
  if (isObject(after))
    return isObject(before) && Object.entries(after).every(([name, value]) => resembles(before[name], value));
  return before === after;
}

const isNothing = (value: unknown): boolean =>
  value === null ||
  value === undefined ||
  value === "" ||
  (typeof value === "object" && Object.keys(value).length === 0);
