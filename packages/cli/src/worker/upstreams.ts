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
import type { PlannedOutputs } from "@strata/report";
import { lookUp, lookUpPlanned } from "../published";
import type { Stack } from "../stack";
import { isDeployed, type State, type StateStore } from "../state-store";

/** The contract that a state's outputs keep; undefined in a state which Strata did not write. */
export const deployedContract = (state: State): ContractVersion | undefined =>
  state.outputs[CONTRACT_OUTPUT]?.value as ContractVersion | undefined;

export const outputsOf = (state: State | undefined): Record<string, unknown> =>
  Object.fromEntries(Object.entries(state?.outputs ?? {}).map(([name, { value }]) => [name, value]));

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
  const values = outputsOf(state);
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

/** What is known of the layers that a layer reads. */
export interface Upstreams {
  /** As they are deployed. */
  readonly deployed: ReadonlyMap<string, State | undefined>;
  /** As they are planned, in the place of what is deployed: those of which something that is used will be different. */
  readonly planned: ReadonlyMap<string, PlannedOutputs>;
}

/** Reads the states of the layers that a layer reads. */
export async function deployedUpstreams(
  { manifest, upstreams }: Stack,
  store: StateStore,
): Promise<Upstreams> {
  const states = manifest.reads.map(async ({ name }): Promise<[string, State | undefined]> => {
    const key = upstreams[name];
    return [name, key === undefined ? undefined : await store.read(key)];
  });
  return { deployed: new Map(await Promise.all(states)), planned: new Map() };
}

/**
 * Compares what a layer reads with what is deployed or planned, the contract first.
 * @returns what is worth a notice
 * @throws layerNotDeployed, contractTooOld, contractTooNew, contractFieldMissing, contractKindDiffers, tooFewValues
 */
export function checkUpstreams(manifest: LayerManifest, { deployed, planned }: Upstreams): string[] {
  return manifest.reads.flatMap((read) => {
    const outputs = planned.get(read.name);
    const state = outputs === undefined ? deployed.get(read.name) : asState(outputs);
    const problem = checkUpstream(manifest, outputs === undefined ? read : knownPart(read, outputs), state);
    if (problem !== undefined) throw problem;
    return contractNotice(manifest, read, state) ?? [];
  });
}

/** The uses of which a plan knows something; of a value that is unknown as a whole, nothing can be checked. */
const knownPart = (
  read: LayerManifest["reads"][number],
  outputs: PlannedOutputs,
): LayerManifest["reads"][number] => ({
  ...read,
  uses: read.uses.filter((path) => !("unknown" in lookUpPlanned(outputs, path))),
  atLeast: read.atLeast.filter(({ path }) => !("unknown" in lookUpPlanned(outputs, path))),
});

/** Planned outputs as the state will hold them; null in the place of what is not known yet. */
const asState = (outputs: PlannedOutputs): State => ({
  serial: 0,
  lineage: "",
  resources: [],
  outputs: Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, { value }])),
});

/** The values that a layer uses of another one, by their paths, with how much of them is known. */
export function usedValues(
  { uses }: LayerManifest["reads"][number],
  values: { readonly deployed: State | undefined } | { readonly planned: PlannedOutputs },
): Record<string, unknown> {
  const find = (path: string): unknown =>
    "planned" in values ? lookUpPlanned(values.planned, path) : lookUp(outputsOf(values.deployed), path);
  // Of the contract only its version: what was added to it, and isn't used here, changes nothing.
  return Object.fromEntries([...uses, `${CONTRACT_OUTPUT}.version`].map((path) => [path, find(path)]));
}
