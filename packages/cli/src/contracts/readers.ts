/**
 * Layers in repositories of their own which read layers of this one. Each has a file in `readers`, made from its synthesized
 * stack by `strata contracts admit`: from there it gets its place in the locks, and so its roles.
 */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import {
  accessOf,
  byName,
  layerAccess,
  lockedName,
  readerBroken,
  readerNameTaken,
  readerNotServed,
  stackUnreadable,
  unknownEnvironment,
  unknownLayer,
  type LayerAccess,
} from "../core";
import { readText } from "../read-text";
import { findBreaks } from "./breaks";
import type { ContractsLock, LockedEdge } from "./lock";

/** At the root. */
export const READERS_FOLDER = "readers";

/** The only version of the files there is. */
const VERSION = 1;

/** A repository of GitHub. */
export const repository = z.string().regex(/^[\w-]+\/[\w.-]+$/, "must be OWNER/NAME");

const reader = z.strictObject({
  version: z.literal(VERSION),
  layer: lockedName,
  owner: z.string(),
  /** On GitHub: whose jobs take its roles on. Where there is none, those of this repository do. */
  repository: repository.optional(),
  /** What it is in each environment that has it. */
  environments: z.record(
    z.string(),
    layerAccess.omit({ reads: true, repository: true }).extend({
      /** The values which it uses, by the layers that publish them: `subnet_ids.*`. */
      uses: z.record(z.string(), z.array(z.string())),
    }),
  ),
});

/** A layer of another repository, as its file says. */
export type Reader = z.output<typeof reader>;

/** What is looked at of a synthesized stack. */
const synthesized = z.object({
  "//": z.object({
    strata: z.object({
      layer: lockedName,
      owner: z.string(),
      environment: z.string(),
      reads: z.array(
        z.object({
          name: z.string(),
          version: z.number(),
          types: z.record(z.string(), z.object({ field: z.string() })),
        }),
      ),
    }),
  }),
  resource: z.record(z.string(), z.unknown()).optional(),
  data: z.record(z.string(), z.unknown()).optional(),
});

/** The stack of a layer of another repository in one environment. */
export type ReaderStack = z.output<typeof synthesized>;

/** Reads the text of a synthesized stack, `cdk.tf.json`. @throws stackUnreadable */
export const parseStack = (text: string, where: string): ReaderStack =>
  parse(synthesized, text, (reason) => stackUnreadable(where, reason));

/** Reads the text of a reader's file. @throws readerBroken */
export const parseReader = (text: string, where: string): Reader =>
  parse(reader, text, (reason) => readerBroken(where, reason));

function parse<S extends z.ZodType>(schema: S, text: string, broken: (reason: string) => Error): z.output<S> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw broken(error instanceof Error ? error.message : String(error));
  }
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  // What is wrong with a name in a map is said by an issue within the issue.
  const message = issue?.code === "invalid_key" ? issue.issues[0]?.message : issue?.message;
  const place = issue?.path.join(".") ?? "";
  throw broken(`${place === "" ? "" : `${place}: `}${message ?? ""}`);
}

/** The text of a reader's file, in one order and with a name on each line. */
export const printReader = ({ environments, ...rest }: Reader): string =>
  `${JSON.stringify({ ...rest, environments: byName(environments) }, undefined, 2)}\n`;

/**
 * The readers of a checkout, by name.
 * @param layers those of this repository, with which no reader may share its state and its roles
 * @throws readerBroken
 */
export function readReaders(root: string, layers: readonly { readonly name: string }[]): Reader[] {
  const folder = join(root, READERS_FOLDER);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith(".json"))
    .sort()
    .map((file) => {
      const where = `${READERS_FOLDER}/${file}`;
      const text = readText(join(folder, file), (reason) => readerBroken(where, reason));
      const found = parseReader(text, where);
      if (`${found.layer}.json` !== file) throw readerBroken(where, `it is of the layer ${found.layer}`);
      if (layers.some(({ name }) => name === found.layer))
        throw readerBroken(
          where,
          `this repository has a layer "${found.layer}" itself, and two can't have one state`,
        );
      return found;
    });
}

/** What this repository has, which a reader must fit to. */
export interface Platform {
  readonly environments: readonly string[];
  readonly layers: readonly string[];
  readonly contracts: ContractsLock["contracts"];
}

/**
 * A reader with what its stack has in one environment; in the others it stays as it was.
 * @param was undefined for one that reads for the first time
 * @throws readerNameTaken, unknownEnvironment, unknownLayer, readerNotServed
 */
export function admitted(
  was: Reader | undefined,
  stack: ReaderStack,
  repository: string | undefined,
  platform: Platform,
): Reader {
  const { layer, owner, environment, reads } = stack["//"].strata;
  if (platform.layers.includes(layer)) throw readerNameTaken(layer, platform.layers);
  if (!platform.environments.includes(environment))
    throw unknownEnvironment(environment, platform.environments);
  const { resources, data } = accessOf(stack);
  const uses = reads.map(({ name, types }) => [name, fieldsOf(types)] as const);
  const named = repository ?? was?.repository;
  const found: Reader = {
    version: VERSION,
    layer,
    owner,
    ...(named !== undefined && { repository: named }),
    environments: {
      ...was?.environments,
      [environment]: { uses: byName(Object.fromEntries(uses)), resources, data },
    },
  };
  for (const { name, version } of reads) {
    const contract = platform.contracts[name];
    if (contract === undefined) throw unknownLayer(name, Object.keys(platform.contracts));
    const edges = readerEdges(found).filter(({ producer }) => producer === name);
    const missing = findBreaks({ version: 1, contracts: {}, edges }, platform.contracts, "").map(
      ({ field }) => field,
    );
    if (version !== contract.version || missing.length > 0)
      throw readerNotServed(layer, { name, owner: contract.owner }, version, contract.version, missing);
  }
  return found;
}

const fieldsOf = (types: Readonly<Record<string, { readonly field: string }>>): string[] =>
  [...new Set(Object.values(types).map(({ field }) => field))].sort();

/** Its edges, as the lock of the contracts has them: what it uses in any environment. */
export function readerEdges({ layer, owner, environments }: Reader): LockedEdge[] {
  const uses = Object.values(environments).flatMap((one) => Object.entries(one.uses));
  return [...new Set(uses.map(([producer]) => producer))].sort().map((producer) => ({
    reader: layer,
    owner,
    producer,
    uses: [...new Set(uses.filter(([name]) => name === producer).flatMap(([, used]) => used))].sort(),
  }));
}

/** What its roles have to have access to in an environment; undefined where it isn't. */
export function readerAccess(
  { repository, environments }: Reader,
  environment: string,
): LayerAccess | undefined {
  const found = Object.hasOwn(environments, environment) ? environments[environment] : undefined;
  if (found === undefined) return undefined;
  const { uses, resources, data } = found;
  return {
    ...(repository !== undefined && { repository }),
    reads: Object.keys(uses).sort(),
    resources,
    data,
  };
}
