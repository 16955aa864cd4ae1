import {
  CONTRACT_OUTPUT,
  contractFieldMissing,
  contractTooNew,
  contractTooOld,
  layerNotDeployed,
  tooFewValues,
  type ContractVersion,
  type LayerManifest,
  type StrataError,
} from "../core";
import { lookUp } from "../published";
import type { Stack } from "../stack";
import { isDeployed, type State, type StateStore } from "../state-store";

/** The contract that a state's outputs keep; undefined in a state which Strata did not write. */
export const deployedContract = (state: State): ContractVersion | undefined =>
  state.outputs[CONTRACT_OUTPUT]?.value as ContractVersion | undefined;

/** What is wrong between a reader and the deployed state of a layer that it reads; undefined when nothing is. */
export function checkUpstream(
  reader: LayerManifest,
  read: LayerManifest["reads"][number],
  state: State | undefined,
): StrataError | undefined {
  const { layer, environment } = reader;
  if (!isDeployed(state)) return layerNotDeployed(layer, read.name, environment);
  const deployed = deployedContract(state)?.version ?? 0;
  if (deployed < read.version) return contractTooOld(layer, read, deployed, environment);
  if (deployed > read.version) return contractTooNew(layer, read, deployed, environment);
  const values = Object.fromEntries(Object.entries(state.outputs).map(([name, { value }]) => [name, value]));
  const missing = read.uses.filter((path) => !("found" in lookUp(values, path)));
  if (missing.length > 0) return contractFieldMissing(layer, read.name, missing, environment);
  for (const need of read.atLeast) {
    const result = lookUp(values, need.path);
    const given = "found" in result && Array.isArray(result.found) ? result.found.length : need.count;
    if (given < need.count) return tooFewValues(layer, need, read.name, environment, given);
  }
  return undefined;
}

/**
 * Compares what a layer reads with what is deployed.
 * @throws layerNotDeployed, contractTooOld, contractTooNew, contractFieldMissing, tooFewValues
 */
export async function checkUpstreams({ manifest, upstreams }: Stack, store: StateStore): Promise<void> {
  const problems = await Promise.all(
    manifest.reads.map(async (read) => {
      const key = upstreams[read.name];
      return checkUpstream(manifest, read, key === undefined ? undefined : await store.read(key));
    }),
  );
  const first = problems.find((problem) => problem !== undefined);
  if (first !== undefined) throw first;
}
