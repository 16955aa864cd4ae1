/** The locks as they would be written now: from the stacks of the built layers in all environments. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LayerAccess } from "@strata/core";
import { App } from "cdktf";
import { accessOf, type AccessLock, type StackAccess } from "../core";
import { layerPolicies } from "../layer-policies";
import { layerApp } from "../platform";
import { readEnvironment } from "../preflight";
import { loadLayer, type LayerPackage } from "../workspace";
import { environmentsOf } from "./environments";
import { lockedContractOf, type ContractsLock, type LockedEdge } from "./lock";
import { readerAccess, readerEdges, readReaders, type Reader } from "./readers";

/** What the repository keeps of its layers, each in a file of its own. */
export interface Locks {
  /** `contracts.lock.json`: what layers publish, and what their readers use of it. */
  readonly contracts: ContractsLock;
  /** `access.lock.json`: what the role of each layer has to have access to. */
  readonly access: AccessLock;
}

/** A layer's stack in one environment. */
interface LayerStack {
  readonly layer: string;
  readonly environment: string;
  readonly json: StackAccess;
}

/**
 * Makes the locks from layers that are built, with their settings. The bootstrapped layer, which makes the roles of the
 * others, reads none of them and has none itself. The readers in other repositories are as their files say.
 * @throws readerBroken, accessTypeUnknown, and what the settings of any environment are refused with
 */
export function currentLocks(root: string, layers: readonly LayerPackage[]): Locks {
  const environments = environmentsOf(root);
  const readers = readReaders(root, layers);
  const stacks = layers
    .filter(({ bootstrap }) => !bootstrap)
    .flatMap((layer) => synthesized(layer, environments));
  const access = accessLock(environments, stacks, readers);
  checkRoles(root, access);
  return { contracts: contractsLock(layers, stacks, readers), access };
}

/** A type whose rights nobody knows is said in the pull request which brings it, and not when the roles are made. */
function checkRoles(root: string, { environments }: AccessLock): void {
  for (const [name, layers] of Object.entries(environments)) {
    const environment = readEnvironment(root, name);
    for (const [layer, access] of Object.entries(layers)) layerPolicies(environment, layer, access);
  }
}

/** The stacks of a layer, in all environments that have it. */
function synthesized(layer: LayerPackage, environments: readonly string[]): LayerStack[] {
  const app = layerApp(layer);
  const outdir = mkdtempSync(join(tmpdir(), "strata-contracts-"));
  try {
    return environments
      .filter((environment) => !app.isLeftOut(environment))
      .map((environment) => {
        const stack = app.addTo(new App({ outdir, skipValidation: true }), environment);
        return { layer: layer.name, environment, json: stack.toTerraform() as StackAccess };
      });
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

function contractsLock(
  layers: readonly LayerPackage[],
  stacks: readonly LayerStack[],
  readers: readonly Reader[],
): ContractsLock {
  const declared = layers.map(loadLayer);
  const contracts = declared.map(({ name, owner, publishes }) => [name, lockedContractOf(publishes, owner)]);
  const edges = declared.flatMap(({ name, owner, reads }) =>
    reads.map(
      (producer): LockedEdge => ({
        reader: name,
        owner,
        producer: producer.name,
        uses: uses(name, producer.name),
      }),
    ),
  );
  return {
    version: 1,
    contracts: Object.fromEntries(contracts) as ContractsLock["contracts"],
    edges: [...edges, ...readers.flatMap(readerEdges)],
  };

  /** The values of a producer which a layer uses in any environment. */
  function uses(reader: string, producer: string): string[] {
    const fields = stacks
      .filter(({ layer }) => layer === reader)
      .flatMap(({ json }) => json["//"].strata.reads.filter(({ name }) => name === producer))
      .flatMap(({ types }) => Object.values(types).map(({ field }) => field));
    return [...new Set(fields)].sort();
  }
}

function accessLock(
  names: readonly string[],
  stacks: readonly LayerStack[],
  readers: readonly Reader[],
): AccessLock {
  const environments = names.map((name) => {
    const access = stacks
      .filter(({ environment }) => environment === name)
      .map(({ layer, json }): [string, LayerAccess] => [layer, accessOf(json)]);
    const elsewhere = readers.flatMap((reader): [string, LayerAccess][] => {
      const found = readerAccess(reader, name);
      return found === undefined ? [] : [[reader.layer, found]];
    });
    return [name, Object.fromEntries([...access, ...elsewhere])] as const;
  });
  return { version: 1, environments: Object.fromEntries(environments) };
}
