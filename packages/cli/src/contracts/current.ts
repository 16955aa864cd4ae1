/** The locks as they would be written now: from the stacks of the built layers in all environments. */
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LayerAccess } from "@strata/core";
import { App } from "cdktf";
import { accessOf, type AccessLock, type StackAccess } from "../core";
import { layerApp } from "../platform";
import { loadLayer, type LayerPackage } from "../workspace";
import { lockedContractOf, type ContractsLock, type LockedEdge } from "./lock";

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

/** The environments of a repository, by their sources: what was built of one that is gone does not count. */
const environmentsOf = (root: string): string[] =>
  readdirSync(join(root, "environments"))
    .filter((file) => file.endsWith(".ts") && file !== "index.ts")
    .map((file) => file.slice(0, -".ts".length))
    .sort();

/**
 * Makes the locks from layers that are built, with their settings. The bootstrapped layer, which makes the roles of the
 * others, reads none of them and has none itself.
 * @throws what the settings of any environment are refused with
 */
export function currentLocks(root: string, layers: readonly LayerPackage[]): Locks {
  const environments = environmentsOf(root);
  const stacks = layers
    .filter(({ bootstrap }) => !bootstrap)
    .flatMap((layer) => synthesized(layer, environments));
  return { contracts: contractsLock(layers, stacks), access: accessLock(environments, stacks) };
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

function contractsLock(layers: readonly LayerPackage[], stacks: readonly LayerStack[]): ContractsLock {
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
  return { version: 1, contracts: Object.fromEntries(contracts) as ContractsLock["contracts"], edges };

  /** The values of a producer which a layer uses in any environment. */
  function uses(reader: string, producer: string): string[] {
    const fields = stacks
      .filter(({ layer }) => layer === reader)
      .flatMap(({ json }) => json["//"].strata.reads.filter(({ name }) => name === producer))
      .flatMap(({ types }) => Object.values(types).map(({ field }) => field));
    return [...new Set(fields)].sort();
  }
}

function accessLock(names: readonly string[], stacks: readonly LayerStack[]): AccessLock {
  const environments = names.map((name) => {
    const access = stacks
      .filter(({ environment }) => environment === name)
      .map(({ layer, json }): [string, LayerAccess] => [layer, accessOf(json)]);
    return [name, Object.fromEntries(access)] as const;
  });
  return { version: 1, environments: Object.fromEntries(environments) };
}
