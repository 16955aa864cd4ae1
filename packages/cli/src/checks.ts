/** Checks across layers, and those of the layers themselves, after all are synthesized and before anything is planned. */
import { existsSync } from "node:fs";
import { pathToFileURL } from "node:url";
import type { LayerPreflight } from "@strata/core";
import {
  layerRefused,
  leftOutLayerRead,
  notPublished,
  together,
  tooFewAddresses,
  tooFewValues,
  type Environment,
  type LayerManifest,
  type StrataError,
} from "./core";
import { lookUp } from "./published";
import { readStack } from "./stack";
import type { LayerPackage } from "./workspace";

/** What each reader uses, against what the producers publish, for producers which are among the manifests. */
export function checkManifests(manifests: readonly LayerManifest[]): StrataError[] {
  const byLayer = new Map(manifests.map((manifest) => [manifest.layer, manifest]));
  const misfits = manifests.flatMap((reader) =>
    reader.reads.flatMap((read) => {
      const producer = byLayer.get(read.name);
      return producer === undefined ? [] : misfitsBetween(reader, read, producer);
    }),
  );
  return [...misfits, ...shortages(manifests)];
}

function misfitsBetween(
  { layer, environment }: LayerManifest,
  { uses, atLeast }: LayerManifest["reads"][number],
  producer: LayerManifest,
): StrataError[] {
  const missing = uses.flatMap((path) => {
    const result = lookUp(producer.offers, path);
    return "found" in result ? [] : [notPublished(layer, path, producer.layer, environment, result.known)];
  });
  const tooFew = atLeast.flatMap((need) => {
    const result = lookUp(producer.offers, need.path);
    const given = "found" in result ? result.found : undefined;
    return typeof given === "number" && given < need.count
      ? [tooFewValues(layer, need, producer.layer, environment, given)]
      : [];
  });
  return [...missing, ...tooFew];
}

/** Values of layers which the environment goes without, and which somebody uses all the same. */
export const readsOfLeftOut = (
  manifests: readonly LayerManifest[],
  leftOut: readonly string[],
): StrataError[] =>
  manifests.flatMap(({ layer, environment, reads }) =>
    reads
      .filter(({ name, uses }) => leftOut.includes(name) && uses.length > 0)
      .map(({ name, uses }) => leftOutLayerRead(layer, uses, name, environment)),
  );

interface AddressNeed {
  readonly layer: string;
  readonly count: number;
}

/** How many addresses which layer may take, by producer and path. */
function addressNeeds(manifests: readonly LayerManifest[]): Map<string, AddressNeed[]> {
  const needs = new Map<string, AddressNeed[]>();
  for (const { layer, reads } of manifests) {
    for (const { name, addresses } of reads) {
      for (const [path, count] of Object.entries(addresses).filter(([, needed]) => needed > 0)) {
        const key = `${name} ${path}`;
        needs.set(key, [...(needs.get(key) ?? []), { layer, count }]);
      }
    }
  }
  return needs;
}

/** The values which have fewer addresses than all their readers together may take. */
function shortages(manifests: readonly LayerManifest[]): StrataError[] {
  const allNeeds = addressNeeds(manifests);
  return manifests.flatMap(({ layer, addresses, environment }) =>
    Object.entries(addresses).flatMap(([path, offered]) => {
      const needs = allNeeds.get(`${layer} ${path}`) ?? [];
      const needed = needs.reduce((sum, { count }) => sum + count, 0);
      return needed > offered ? [tooFewAddresses(layer, path, offered, needs, environment)] : [];
    }),
  );
}

/** What the module `./preflight` of a layer exports. */
interface PreflightModule {
  readonly preflight: LayerPreflight<unknown>;
}

/** Asks a layer which has checks of its own. */
async function askLayer(layer: LayerPackage, environment: Environment): Promise<StrataError[]> {
  const { preflightModule } = layer;
  if (preflightModule === undefined || !existsSync(preflightModule)) return [];
  const [{ preflight }, { layerApp }] = await Promise.all([
    import(pathToFileURL(preflightModule).href) as Promise<PreflightModule>,
    import("./platform.js"),
  ]);
  const sentences = await preflight({ environment, settings: layerApp(layer).settingsOf(environment.name) });
  return sentences.map((sentence) => layerRefused(layer.name, sentence));
}

/**
 * All checks of synthesized layers.
 * @param leftOut the optional layers that the environment goes without
 * @throws a StrataError with exit code 3 which holds every reason not to begin
 */
export async function checkLayers(
  layers: readonly LayerPackage[],
  leftOut: readonly string[],
  environment: Environment,
): Promise<void> {
  const manifests = layers.map(({ directory, name }) => readStack(directory, name).manifest);
  const answers = await Promise.all(layers.map((layer) => askLayer(layer, environment)));
  const [first, ...others] = [
    ...readsOfLeftOut(manifests, leftOut),
    ...checkManifests(manifests),
    ...answers.flat(),
  ];
  if (first !== undefined) throw together([first, ...others]);
}
