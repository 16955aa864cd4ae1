/** Checks across layers, and those of the layers themselves, after all are synthesized and before anything is planned. */
import { existsSync } from "node:fs";
import { pathToFileURL } from "node:url";
import {
  layerRefused,
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
  return [...misfits, ...manifests.flatMap((producer) => shortages(producer, manifests))];
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

/** The values of a producer which have fewer addresses than all their readers together may take. */
function shortages(producer: LayerManifest, manifests: readonly LayerManifest[]): StrataError[] {
  return Object.entries(producer.addresses).flatMap(([path, offered]) => {
    const needs = manifests.flatMap(({ layer, reads }) =>
      reads
        .filter(({ name }) => name === producer.layer)
        .flatMap(({ addresses }) => ({ layer, count: addresses[path] ?? 0 }))
        .filter(({ count }) => count > 0),
    );
    const needed = needs.reduce((sum, { count }) => sum + count, 0);
    return needed > offered
      ? [tooFewAddresses(producer.layer, path, offered, needs, producer.environment)]
      : [];
  });
}

/** What the module `./preflight` of a layer exports. */
interface PreflightModule {
  /** Questions to AWS which settle whether the settings can work; each answer that speaks against it is a sentence. */
  readonly preflight: (subject: {
    readonly environment: Environment;
    readonly settings: unknown;
  }) => Promise<readonly string[]>;
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
 * @throws a StrataError with exit code 3 which holds every reason not to begin
 */
export async function checkLayers(layers: readonly LayerPackage[], environment: Environment): Promise<void> {
  const manifests = layers.map(({ directory, name }) => readStack(directory, name).manifest);
  const answers = await Promise.all(layers.map((layer) => askLayer(layer, environment)));
  const [first, ...others] = [...checkManifests(manifests), ...answers.flat()];
  if (first !== undefined) throw together([first, ...others]);
}
