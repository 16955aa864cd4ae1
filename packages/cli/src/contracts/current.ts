/** The lock as it would be written now: contracts of the built layers, and what their stacks use in all environments. */
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LayerManifest } from "@strata/core";
import { App } from "cdktf";
import { layerApp } from "../platform";
import { loadLayer, type LayerPackage } from "../workspace";
import { lockedContractOf, type ContractsLock, type LockedEdge } from "./lock";

/** The environments of a repository, by their sources: what was built of one that is gone does not count. */
const environmentsOf = (root: string): string[] =>
  readdirSync(join(root, "environments"))
    .filter((file) => file.endsWith(".ts") && file !== "index.ts")
    .map((file) => file.slice(0, -".ts".length))
    .sort();

/**
 * Makes the lock from layers that are built, with their settings.
 * @throws what the settings of any environment are refused with
 */
export function currentLock(root: string, layers: readonly LayerPackage[]): ContractsLock {
  const environments = environmentsOf(root);
  const declared = layers.map((layer) => ({ layer, ...loadLayer(layer) }));
  const contracts = declared.map(({ name, owner, publishes }) => [name, lockedContractOf(publishes, owner)]);
  const edges = declared
    .filter(({ reads }) => reads.length > 0)
    .flatMap(({ layer, name, owner, reads }) => {
      const used = usesOf(layer, environments);
      return reads.map(
        (producer): LockedEdge => ({
          reader: name,
          owner,
          producer: producer.name,
          uses: [...(used.get(producer.name) ?? [])].sort(),
        }),
      );
    });
  return { version: 1, contracts: Object.fromEntries(contracts) as ContractsLock["contracts"], edges };
}

/** The values of each producer which a layer uses in any environment. */
function usesOf(layer: LayerPackage, environments: readonly string[]): Map<string, Set<string>> {
  const app = layerApp(layer);
  const used = new Map<string, Set<string>>();
  const outdir = mkdtempSync(join(tmpdir(), "strata-contracts-"));
  try {
    for (const environment of environments.filter((name) => !app.isLeftOut(name))) {
      const stack = app.addTo(new App({ outdir, skipValidation: true }), environment);
      const json = stack.toTerraform() as { readonly "//": { readonly strata: LayerManifest } };
      for (const { name, types } of json["//"].strata.reads) {
        const fields = Object.values(types).map(({ field }) => field);
        used.set(name, new Set([...(used.get(name) ?? []), ...fields]));
      }
    }
  } finally {
    rmSync(outdir, { recursive: true });
  }
  return used;
}
