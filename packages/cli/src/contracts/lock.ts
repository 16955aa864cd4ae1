/**
 * `contracts.lock.json`: what each layer publishes, and what each reader really uses of it. It is kept in the
 * repository, so that a change of a contract can be held against those who rely on it.
 */
import { z } from "zod";
import type { Contract, FieldType } from "@strata/core";
import { byName, contractsLockMissing, outputName, parseLockFile, readLockFile } from "../core";

export const LOCK_FILE = "contracts.lock.json";

/** The only version of the file there is. */
const VERSION = 1;

/** A type as the file has it: `"string"`, `{ "map": "list" }`, `{ "object": { "arn": "string" } }`. */
export type LockedType =
  | "string"
  | "number"
  | "boolean"
  | "list"
  | { readonly map: LockedType }
  | { readonly object: Readonly<Record<string, LockedType>> };

/** Types by the names that outputs have: `vpc_id`. */
export type LockedFields = Readonly<Record<string, LockedType>>;

const lockedType: z.ZodType<LockedType> = z.lazy(() =>
  z.union(
    [
      z.enum(["string", "number", "boolean", "list"]),
      z.strictObject({ map: lockedType }),
      z.strictObject({ object: z.record(z.string(), lockedType) }),
    ],
    { error: 'must be "string", "number", "boolean", "list", a map or an object' },
  ),
);

const lockedContract = z.strictObject({
  version: z.number(),
  digest: z.string(),
  owner: z.string(),
  fields: z.record(z.string(), lockedType),
});

const lockedEdge = z.strictObject({
  reader: z.string(),
  /** Of the reader. */
  owner: z.string(),
  producer: z.string(),
  /** The values which the reader uses in any environment; `*` stands for a name which settings choose. */
  uses: z.array(z.string()),
});

const contractsLock = z.strictObject({
  version: z.literal(VERSION),
  contracts: z.record(z.string(), lockedContract),
  edges: z.array(lockedEdge),
});

export type ContractsLock = z.output<typeof contractsLock>;
export type LockedContract = ContractsLock["contracts"][string];
export type LockedEdge = ContractsLock["edges"][number];

/** Contracts by the names of their layers, as far as a comparison needs them. */
export type Contracts = Readonly<Record<string, Pick<LockedContract, "version" | "fields">>>;

/** A contract's type as the file has it. */
export function lockedTypeOf(type: FieldType): LockedType {
  switch (type.kind) {
    case "map":
      return { map: lockedTypeOf(type.element) };
    case "object":
      return { object: lockedFields(type.fields) };
    default:
      return type.kind;
  }
}

const lockedFields = (fields: Readonly<Record<string, FieldType>>): LockedFields =>
  byName(
    Object.fromEntries(Object.entries(fields).map(([name, type]) => [outputName(name), lockedTypeOf(type)])),
  );

/** A contract as the file has it. */
export const lockedContractOf = ({ version, digest, fields }: Contract, owner: string): LockedContract => ({
  version,
  digest,
  owner,
  fields: lockedFields(fields),
});

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The text of the file, in one order and with a use on each line: a diff shows what has changed, and nothing else. */
export function printLock({ contracts, edges }: ContractsLock): string {
  const ordered: ContractsLock = {
    version: VERSION,
    contracts: byName(contracts),
    edges: [...edges].sort((a, b) => byText(a.reader, b.reader) || byText(a.producer, b.producer)),
  };
  return `${JSON.stringify(ordered, undefined, 2)}\n`;
}

/**
 * Reads the text of the file.
 * @param where what to call it in a message
 * @throws lockFileConflict, lockFileBroken, lockFileUnknown
 */
export const parseLock = (text: string, where: string): ContractsLock =>
  parseLockFile(contractsLock, VERSION, text, where);

/**
 * The lock of a checkout.
 * @throws contractsLockMissing, lockFileConflict, lockFileBroken, lockFileUnknown
 */
export const readLock = (root: string): ContractsLock =>
  readLockFile(root, LOCK_FILE, contractsLockMissing, parseLock);
