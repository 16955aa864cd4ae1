import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { layerLeftOut, unknownLayer, type Layer } from "./core";
import { producersFirst } from "./producers-first";

/** A package of the workspace that holds a layer. */
export interface LayerPackage {
  /** The layer's name. */
  readonly name: string;
  /** The package's name, by which Turborepo knows it. */
  readonly packageName: string;
  readonly directory: string;
  /** What it holds, in a few words: the package's description without the layer's name. */
  readonly holds: string;
  /** Made once by `strata bootstrap`, before there is a bucket for states, and not by `deploy`. */
  readonly bootstrap: boolean;
  /** Left out of environments which have no settings of it. */
  readonly optional: boolean;
  /** Its deployment needs a Docker engine. */
  readonly docker: boolean;
  /** Names of the packages that it depends on. */
  readonly dependencies: readonly string[];
  /** The compiled module which exports the layer. */
  readonly layerModule: string;
  /** The compiled module with the layer's own checks before a plan; undefined when it has none. */
  readonly preflightModule?: string;
}

interface PackageJson {
  readonly name: string;
  readonly description?: string;
  readonly exports?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly strata?: { readonly bootstrap?: boolean; readonly optional?: boolean; readonly docker?: boolean };
}

/** The root of the workspace which holds a directory. */
export function findRoot(from: string): string {
  if (existsSync(join(from, "pnpm-workspace.yaml"))) return from;
  const parent = dirname(from);
  if (parent === from)
    throw new Error("Not inside a Strata workspace: no pnpm-workspace.yaml in any parent folder.");
  return findRoot(parent);
}

/** The root of the workspace which this program belongs to. */
export const ROOT = findRoot(__dirname);

/** The layer of a package folder; undefined when it holds none. A layer exports `./layer`. */
export function readLayerPackage(directory: string): LayerPackage | undefined {
  const file = join(directory, "package.json");
  if (!existsSync(file)) return undefined;
  const json = JSON.parse(readFileSync(file, "utf8")) as PackageJson;
  const { "./layer": module, "./preflight": preflight } = json.exports ?? {};
  if (module === undefined) return undefined;
  return {
    name: json.name.replace(/^@[^/]+\//, ""),
    packageName: json.name,
    directory,
    holds: (json.description ?? "").replace(/^[^:]*: /, "").replace(/\.$/, ""),
    bootstrap: json.strata?.bootstrap ?? false,
    optional: json.strata?.optional ?? false,
    docker: json.strata?.docker ?? false,
    dependencies: Object.keys(json.dependencies ?? {}),
    layerModule: join(directory, module),
    ...(preflight !== undefined && { preflightModule: join(directory, preflight) }),
  };
}

/** All packages that hold a layer, those which others read first, for reading; who runs when is Turborepo's. */
export function discoverLayers(root: string = ROOT): LayerPackage[] {
  const packages = join(root, "packages");
  const found = readdirSync(packages)
    .sort()
    .map((name) => readLayerPackage(join(packages, name)))
    .filter((layer) => layer !== undefined);
  return producersFirst(found, {
    nameOf: ({ packageName }) => packageName,
    readsOf: ({ dependencies }) => dependencies,
  });
}

/** The layers with these names, or all, whether an environment has them or not. @throws unknownLayer */
export function namedLayers(names: readonly string[], all: readonly LayerPackage[]): LayerPackage[] {
  const known = all.map(({ name }) => name);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) throw unknownLayer(unknown, known);
  return all.filter(({ name }) => names.length === 0 || names.includes(name));
}

/** The file with a layer's settings for an environment. */
const settingsFile = ({ directory }: LayerPackage, environment: string): string =>
  join(directory, "environments", `${environment}.ts`);

/** Whether an environment has a layer: all that are not optional, and those of which it has settings. */
export const hasLayer = (environment: string, layer: LayerPackage): boolean =>
  !layer.optional || existsSync(settingsFile(layer, environment));

/**
 * The layers that a command works on in an environment: those named, or all but the bootstrapped one.
 * @throws unknownLayer; layerLeftOut for an optional one which the environment goes without
 */
export function selectLayers(
  names: readonly string[],
  all: readonly LayerPackage[],
  environment: string,
): LayerPackage[] {
  const selectable = all.filter(({ bootstrap }) => !bootstrap);
  const known = selectable.map(({ name }) => name);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) throw unknownLayer(unknown, known);
  const present = selectable.filter((layer) => hasLayer(environment, layer));
  if (names.length === 0) return present;
  const chosen = selectable.filter(({ name }) => names.includes(name));
  const leftOut = chosen.find((layer) => !present.includes(layer));
  if (leftOut !== undefined) throw layerLeftOut(leftOut.name, environment);
  return chosen;
}

/** The declaration of a package's layer: its owner and its edges. The package must be built. */
export function loadLayer({ name, layerModule }: LayerPackage): Layer {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- found at run time
  const exported = Object.values(require(layerModule) as Record<string, unknown>);
  const layer = exported.find((value): value is Layer => isLayer(value) && value.name === name);
  if (layer === undefined) throw new Error(`${layerModule} does not export the layer ${name}.`);
  return layer;
}

const isLayer = (value: unknown): value is Layer =>
  typeof value === "object" && value !== null && "publishes" in value && "reads" in value;
