/** `CODEOWNERS`: whom GitHub asks to review a change, made from what `contracts.lock.json` says of owners and readers. */
import { posix } from "node:path";
import type { ContractsLock } from "./contracts/lock";
import { READERS_FOLDER } from "./contracts/readers";

/** At the root, where GitHub looks for it. */
export const CODE_OWNERS_FILE = "CODEOWNERS";

/** Files and those who are asked to review a change of them. */
export interface OwnersRule {
  /** As GitHub reads it: `*` is everything, `/packages/network/` all in that folder of the root. */
  readonly pattern: string;
  /** Nobody is asked where there are none. */
  readonly owners: readonly string[];
  /** Why these, for people. */
  readonly why: string;
}

/** What is looked at of a layer's package. */
export interface OwnedLayer {
  readonly name: string;
  /** Of its package, from the root: `packages/network`. */
  readonly folder: string;
  /** Whether it is the foundation, whose owner has all that is no layer's too. */
  readonly bootstrap: boolean;
}

/** Who is asked for what. Of the rules which fit a file the last one counts. */
export function ownersRules(lock: ContractsLock, layers: readonly OwnedLayer[]): OwnersRule[] {
  const ownerOf = (layer: string): string[] => {
    const owner = lock.contracts[layer]?.owner;
    return owner === undefined ? [] : [owner];
  };
  const platform = layers.filter(({ bootstrap }) => bootstrap).flatMap(({ name }) => ownerOf(name));
  const rules = [...layers]
    .sort((a, b) => (a.folder < b.folder ? -1 : 1))
    .flatMap(({ name, folder }): OwnersRule[] => {
      const readers = lock.edges.filter(({ producer }) => producer === name);
      const contract = {
        pattern: `/${posix.join(folder, "src/contract.ts")}`,
        owners: unique([...ownerOf(name), ...readers.map(({ owner }) => owner).sort()]),
        why: `the contract of ${name}, read by ${readers
          .map(({ reader }) => reader)
          .sort()
          .join(", ")}`,
      };
      const layer = { pattern: `/${folder}/`, owners: ownerOf(name), why: `the layer ${name}` };
      return readers.length === 0 ? [layer] : [layer, contract];
    });
  const elsewhere = unique(lock.edges.map(({ reader }) => reader))
    .filter((reader) => !layers.some(({ name }) => name === reader))
    .sort()
    .map((reader): OwnersRule => {
      const edges = lock.edges.filter((edge) => edge.reader === reader);
      const producers = edges.flatMap(({ producer }) => ownerOf(producer)).sort();
      return {
        pattern: `/${posix.join(READERS_FOLDER, `${reader}.json`)}`,
        owners: unique([...edges.map(({ owner }) => owner), ...producers, ...platform]),
        why: `what ${reader} reads from another repository`,
      };
    });
  return [
    { pattern: "*", owners: platform, why: "what belongs to no layer" },
    { pattern: "/access.lock.json", owners: platform, why: "what the roles of the layers may do" },
    // Written from sources which have owners, and held against them by `strata contracts check`.
    { pattern: "/contracts.lock.json", owners: [], why: "follows from the layers" },
    ...rules,
    ...elsewhere,
  ];
}

const unique = (names: readonly string[]): string[] => [...new Set(names)];

/** The text of the file. */
export function printOwners(rules: readonly OwnersRule[]): string {
  const lines = rules.flatMap(({ pattern, owners, why }) => [`# ${why}`, [pattern, ...owners].join(" ")]);
  return [
    "# Made by: ./strata owners. Of the lines which fit a file the last one counts.",
    ...lines,
    "",
  ].join("\n");
}
