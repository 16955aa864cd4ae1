/** Which changes of contracts break their readers: the contracts as they are, held against the lock. */
import type { ContractBreak } from "../core";
import type { ContractsLock, Contracts, LockedType } from "./lock";

/** Where two types part. */
interface Parting {
  readonly field: string;
  readonly was: LockedType | undefined;
  readonly is: LockedType | undefined;
  readonly renamedTo: readonly string[];
}

/** Every change that breaks a reader, by producer and field. Additions, and what nobody uses, are none. */
export function findBreaks(lock: ContractsLock, contracts: Contracts, lockName: string): ContractBreak[] {
  const breaks = new Map<string, ContractBreak>();
  for (const { reader, owner, producer, uses } of lock.edges) {
    const was = lock.contracts[producer];
    const is = contracts[producer];
    for (const use of uses) {
      const parting =
        is === undefined
          ? GONE
          : partingOf(was && { object: was.fields }, { object: is.fields }, use.split("."), []);
      if (parting === undefined) continue;
      const key = `${producer} ${parting.field}`;
      const known = breaks.get(key);
      const readers = known?.readers ?? [];
      const same = readers.find((one) => one.reader === reader);
      breaks.set(key, {
        producer,
        owner: was?.owner ?? "",
        field: parting.field,
        was: parting.was === undefined ? "" : inWords(parting.was),
        is: parting.is === undefined ? null : inWords(parting.is),
        renamedTo: parting.renamedTo,
        readers: [
          ...readers.filter((one) => one !== same),
          { reader, owner, uses: [...(same?.uses ?? []), use] },
        ],
        version: { was: was?.version ?? 0, is: is?.version ?? null },
        lock: lockName,
      });
    }
  }
  return [...breaks.values()];
}

const GONE: Parting = { field: "", was: undefined, is: undefined, renamedTo: [] };

/** The first place on the way to a used value at which the types differ; undefined when the reader gets what it got. */
function partingOf(
  was: LockedType | undefined,
  is: LockedType,
  [name, ...further]: readonly string[],
  at: readonly string[],
): Parting | undefined {
  if (was !== undefined && kindOf(was) !== kindOf(is)) {
    return { field: at.join("."), was, is, renamedTo: [] };
  }
  if (name === undefined) return undefined;
  const before = was && inside(was, name);
  const now = inside(is, name);
  if (now !== undefined) return partingOf(before, now, further, [...at, name]);
  const renamedTo = before === undefined ? [] : newNames(was, is, before);
  return { field: [...at, name].join("."), was: before, is: undefined, renamedTo };
}

const kindOf = (type: LockedType): string => {
  if (typeof type === "string") return type;
  return "map" in type ? "map" : "object";
};

const members = (type: LockedType | undefined): Readonly<Record<string, LockedType>> =>
  typeof type === "object" && "object" in type ? type.object : {};

/** What is under a name of an object, or under `*` of a map. */
function inside(type: LockedType, name: string): LockedType | undefined {
  if (typeof type === "object" && "map" in type) return name === "*" ? type.map : undefined;
  const all = members(type);
  return Object.hasOwn(all, name) ? all[name] : undefined;
}

/** The members which an object did not have before, and which are of a given type. */
const newNames = (was: LockedType | undefined, is: LockedType, type: LockedType): string[] =>
  Object.entries(members(is))
    .filter(([name, added]) => !Object.hasOwn(members(was), name) && isSame(added, type))
    .map(([name]) => name);

/** Their text is the same whenever they are, as names are sorted. */
const isSame = (a: LockedType, b: LockedType): boolean => JSON.stringify(a) === JSON.stringify(b);

/** A type for people: "string", "map of lists", "object (arn, name)". */
export function inWords(type: LockedType, plural = ""): string {
  if (typeof type === "string") return `${type}${plural}`;
  if ("map" in type) return `map${plural} of ${inWords(type.map, "s")}`;
  return `object${plural} (${Object.keys(type.object).join(", ")})`;
}
