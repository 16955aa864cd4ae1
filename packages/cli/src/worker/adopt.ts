import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { explainAwsError } from "../aws";
import type { Stack } from "../stack";
import type { State } from "../state-store";
import { describe, errorsOf } from "../terraform/messages";
import type { TerraformResult } from "../terraform/process";
import { importCandidates, importId, isFoundByTags, type Configuration, type Tagged } from "./import-ids";
import { rescuedState, terraform, type Workbench } from "./terraform";
import { unsavedResources, type Unsaved } from "./unsaved";

/** What to import to an address, in the order in which it is tried. */
interface Import {
  readonly address: string;
  readonly ids: readonly string[];
}

/** Import blocks beside the stack, as long as they are needed. */
const importFile = ({ directory }: Stack): string => join(directory, "unsaved.tf.json");

/** Removes what a killed worker has left of its import blocks. */
export const forgetImports = (stack: Stack): void => {
  rmSync(importFile(stack), { force: true });
};

/**
 * Takes into the state what earlier Terraforms had made and could not save, because they were killed or did not hear AWS's
 * answer. Otherwise the next plan would make it a second time.
 */
export async function adoptUnsaved(bench: Workbench): Promise<void> {
  const { record, stack, store, report } = bench;
  if (record.unsavedLogs.length === 0) return;
  report({ type: "phase", phase: "adopting" });
  await saveRescued(bench);
  const state = await store.read(stack.backend.key);
  const unsaved = unsavedResources(record.unsavedLogs, state);
  const adopted = await adopt(bench, await importsOf(bench, unsaved, state));
  record.nothingUnsaved();
  if (adopted.length > 0)
    report({
      type: "notice",
      message: `took over ${adopted.join(", ")}, which an earlier run had made and not written into the state`,
    });
}

/** Says, before a plan, what a deployment would do first. */
export async function tellUnsaved({ record, stack, store, report }: Workbench): Promise<void> {
  if (record.unsavedLogs.length === 0) return;
  const unsaved = unsavedResources(record.unsavedLogs, await store.read(stack.backend.key));
  if (unsaved.length === 0) return;
  const addresses = unsaved.map(({ address }) => address).join(", ");
  report({
    type: "notice",
    message: `${addresses} may be there already, from a run which could not save its state; deploy looks for it first and takes it over`,
  });
}

/** What Terraform says where a state is no successor of the one in the bucket. */
const MOVED_ON = /cannot (import|overwrite)/;

/** Brings a state which the bucket did not take where it belongs. Terraform refuses it where the state has moved on since. */
async function saveRescued(bench: Workbench): Promise<void> {
  const file = rescuedState(bench.stack);
  if (!existsSync(file)) return;
  const { exitCode } = await terraform(bench, ["state", "push", file], {
    acceptFailure: ({ text }) => text.some((line) => MOVED_ON.test(line)),
  });
  rmSync(file);
  if (exitCode === 0)
    bench.report({
      type: "notice",
      message: "saved the state of an earlier run, which the bucket did not take then",
    });
}

/** The parts of a synthesized stack which say what a resource is to be. */
interface Synthesized {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Configuration>>>>;
  readonly provider: { readonly aws: readonly { readonly allowed_account_ids: readonly string[] }[] };
}

async function importsOf(
  bench: Workbench,
  unsaved: readonly Unsaved[],
  state: State | undefined,
): Promise<Import[]> {
  const { stack } = bench;
  const text = readFileSync(join(stack.directory, "cdk.tf.json"), "utf8");
  const { resource = {}, provider } = JSON.parse(text) as Synthesized;
  const account = provider.aws[0]?.allowed_account_ids[0] ?? "";
  const known = JSON.stringify(state?.resources ?? []);
  const begun = unsaved.filter(({ id }) => id === undefined);
  const tagged = begun.some(({ address }) => isFoundByTags(address)) ? await taggedAs(bench) : [];
  const idsOf = ({ address, id }: Unsaved): string[] => {
    if (id !== undefined) return [importId(address, id)];
    const [type = "", name = ""] = address.split(".");
    const candidates = importCandidates(address, resource[type]?.[name] ?? {}, account, tagged);
    return candidates.filter((candidate) => !known.includes(JSON.stringify(candidate)));
  };
  return unsaved
    .map((one) => ({ address: one.address, ids: idsOf(one) }))
    .filter(({ ids }) => ids.length > 0);
}

/** What AWS has with the tags of a layer. Nothing, and a notice, where it may not be asked. */
async function taggedAs({ stack, report }: Workbench): Promise<Tagged[]> {
  const { manifest, backend } = stack;
  const { ResourceGroupsTaggingAPIClient, paginateGetResources } = await import(
    "@aws-sdk/client-resource-groups-tagging-api"
  );
  const client = new ResourceGroupsTaggingAPIClient({ region: backend.region });
  const TagFilters = [
    { Key: "ManagedBy", Values: ["strata"] },
    { Key: "Environment", Values: [manifest.environment] },
    { Key: "Layer", Values: [manifest.layer] },
  ];
  try {
    const all: Tagged[] = [];
    for await (const { ResourceTagMappingList = [] } of paginateGetResources({ client }, { TagFilters })) {
      for (const { ResourceARN: arn = "", Tags = [] } of ResourceTagMappingList)
        all.push({ arn, tags: Object.fromEntries(Tags.map(({ Key = "", Value = "" }) => [Key, Value])) });
    }
    return all;
  } catch (error) {
    const { message } = explainAwsError(error, "the list of what has the tags of the layer");
    report({
      type: "notice",
      message: `${message} What an earlier run had begun to make may be made a second time.`,
    });
    return [];
  } finally {
    client.destroy();
  }
}

/**
 * Imports resources in a plan of these alone. What Terraform doesn't find is left out, as not all that was begun was made.
 * @returns the addresses which are in the state now
 */
async function adopt(bench: Workbench, imports: readonly Import[]): Promise<readonly string[]> {
  const { stack, planFile } = bench;
  try {
    let left = imports;
    while (left.length > 0) {
      const blocks = left.map(({ address, ids: [id] }) => ({ to: address, id }));
      writeFileSync(importFile(stack), JSON.stringify({ import: blocks }, undefined, 2));
      const next = (result: TerraformResult): Import[] => withoutRefused(left, result);
      const targets = left.map(({ address }) => `-target=${address}`);
      const result = await terraform(
        bench,
        ["plan", "-json", "-input=false", `-out=${planFile}`, ...targets],
        { acceptFailure: (failed) => triesOf(next(failed)) < triesOf(left) },
      );
      if (result.exitCode === 0) break;
      left = next(result);
    }
    if (left.length > 0) await terraform(bench, ["apply", "-json", "-input=false", planFile]);
    return left.map(({ address }) => address);
  } finally {
    forgetImports(stack);
  }
}

const triesOf = (imports: readonly Import[]): number => imports.reduce((sum, { ids }) => sum + ids.length, 0);

/** What is left to try after Terraform would not import some. */
function withoutRefused(imports: readonly Import[], { messages }: TerraformResult): Import[] {
  const errors = errorsOf(messages).map(describe);
  return imports
    .map(({ address, ids }) => ({
      address,
      ids: errors.some((error) => error.includes(address)) ? ids.slice(1) : ids,
    }))
    .filter(({ ids }) => ids.length > 0);
}
