import {
  CONTRACT_OUTPUT,
  contractFieldMissing,
  contractKindDiffers,
  contractTooNew,
  contractTooOld,
  layerNotDeployed,
  tooFewValues,
  type ContractVersion,
  type LayerManifest,
  type OtherKind,
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
  const otherKinds = isSameContract(read, state) ? [] : kindsThatDiffer(read, values);
  if (otherKinds.length > 0) return contractKindDiffers(layer, read, otherKinds, environment);
  for (const need of read.atLeast) {
    const result = lookUp(values, need.path);
    const given = "found" in result && Array.isArray(result.found) ? result.found.length : need.count;
    if (given < need.count) return tooFewValues(layer, need, read.name, environment, given);
  }
  return undefined;
}

/** What a reader should know of a deployed contract which is another one, and has all that the reader uses. */
export function contractNotice(
  { layer, environment }: LayerManifest,
  read: LayerManifest["reads"][number],
  state: State | undefined,
): string | undefined {
  if (state === undefined || isSameContract(read, state)) return undefined;
  return (
    `the contract of ${read.name} that is deployed in ${environment} is not the one of this checkout, though both are ` +
    `version ${read.version}; they differ in parts which ${layer} doesn't use`
  );
}

/** Whether the deployed outputs keep the very contract that the reader was built for: then they need no look. */
const isSameContract = ({ digest }: ContractVersion, state: State): boolean =>
  deployedContract(state)?.digest === digest;

function kindsThatDiffer(
  { types }: LayerManifest["reads"][number],
  values: Readonly<Record<string, unknown>>,
): OtherKind[] {
  return Object.entries(types).flatMap(([path, { kind }]) => {
    const result = lookUp(values, path);
    const deployed = "found" in result ? kindOf(result.found) : undefined;
    return deployed === undefined || deployed === kind ? [] : [{ path, expected: kind, deployed }];
  });
}

/** The kind of a value, as contracts name it. Nothing is known of null, which Terraform gives any type. */
function kindOf(value: unknown): string | undefined {
  if (value === null || value === undefined) return undefined;
  if (Array.isArray(value)) return "list";
  return typeof value === "object" ? "map or object" : typeof value;
}

/**
 * Compares what a layer reads with what is deployed, its contract first.
 * @returns what is worth a notice
 * @throws layerNotDeployed, contractTooOld, contractTooNew, contractFieldMissing, contractKindDiffers, tooFewValues
 */
export async function checkUpstreams({ manifest, upstreams }: Stack, store: StateStore): Promise<string[]> {
  const answers = await Promise.all(
    manifest.reads.map(async (read) => {
      const key = upstreams[read.name];
      const state = key === undefined ? undefined : await store.read(key);
      return { problem: checkUpstream(manifest, read, state), notice: contractNotice(manifest, read, state) };
    }),
  );
  const first = answers.find(({ problem }) => problem !== undefined)?.problem;
  if (first !== undefined) throw first;
  return answers.flatMap(({ notice }) => notice ?? []);
}
