import { execFile } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { digest, type PlannedLayer, type PlannedOutputs } from "@strata/report";
import {
  plansOfAnother,
  producerDeployedSince,
  producerNotPlanned,
  whatIfNotSynthesized,
  type LayerManifest,
} from "../core";
import type { PlanFolder } from "../plan-folder";
import type { RunInfo } from "../run";
import { PROVIDER_LOCK, type Stack } from "../stack";
import type { State } from "../state-store";
import type { LayerPackage } from "../workspace";
import { usedValues, type Upstreams } from "./upstreams";

/**
 * The layers which a layer must read as they are planned, of those whose plans are at hand: something that it uses of
 * them is not known yet, or will not be what is deployed. All others it reads as they are deployed.
 * @throws producerNotPlanned, plansOfAnother, producerDeployedSince
 */
export function plannedUpstreams(
  manifest: LayerManifest,
  { commit }: Pick<RunInfo, "commit">,
  plans: Pick<PlanFolder, "readLayer">,
  { deployed }: Pick<Upstreams, "deployed">,
): Map<string, PlannedOutputs> {
  const planned = new Map<string, PlannedOutputs>();
  for (const read of manifest.reads) {
    const producer = plans.readLayer(read.name);
    if (producer === undefined) continue;
    checkProducer(manifest, commit, producer, deployed.get(read.name));
    const will = usedValues(read, { planned: producer.outputs });
    const is = usedValues(read, { deployed: deployed.get(read.name) });
    if (digest(will) !== digest(is)) planned.set(read.name, producer.outputs);
  }
  return planned;
}

function checkProducer(
  { layer, environment }: LayerManifest,
  commit: string | undefined,
  producer: PlannedLayer,
  deployed: State | undefined,
): void {
  if (producer.environment !== environment)
    throw plansOfAnother(producer.layer, "environment", producer.environment, environment);
  if (producer.commit !== commit)
    throw plansOfAnother(producer.layer, "commit", producer.commit ?? "none", commit ?? "none");
  if (producer.error !== undefined) throw producerNotPlanned(layer, producer.layer, producer.error.message);
  // Otherwise the layer would be planned against what was planned before somebody deployed.
  if (producer.state?.serial !== deployed?.serial || producer.state?.lineage !== deployed?.lineage)
    throw producerDeployedSince(layer, producer.layer, environment);
}

/** Where a plan of a layer is made which nobody shall apply. A worker that was killed leaves it behind, and the next one clears it away. */
export const whatIfDirectory = (root: string, { environment, layer }: LayerManifest): string =>
  join(root, ".strata", "what-if", `${environment}-${layer}`);

export const removeFolder = (folder: string): void => {
  rmSync(folder, { recursive: true, force: true });
};

/** A folder which is there for the time of `use` only. */
export async function withFolder<T>(folder: string, use: (folder: string) => Promise<T>): Promise<T> {
  mkdirSync(folder, { recursive: true });
  try {
    return await use(folder);
  } finally {
    removeFolder(folder);
  }
}

/**
 * A layer as it is synthesized against planned outputs, in a folder of its own; without any, as it is otherwise.
 * @param stack the layer as it is synthesized otherwise, initialized; what `init` made is shared
 * @throws whatIfNotSynthesized
 */
export async function whatIfStack(
  layer: LayerPackage,
  stack: Stack,
  planned: ReadonlyMap<string, PlannedOutputs>,
  folder: string,
): Promise<Stack> {
  if (planned.size === 0) return stack;
  const outputs = join(folder, "planned-outputs.json");
  writeFileSync(outputs, JSON.stringify(Object.fromEntries(planned)));
  await synthesize(layer, { STRATA_PLANNED_OUTPUTS: outputs, CDKTF_OUTDIR: folder });
  const directory = join(folder, "stacks", layer.name);
  symlinkSync(join(stack.directory, ".terraform"), join(directory, ".terraform"));
  const lock = join(stack.directory, PROVIDER_LOCK);
  if (existsSync(lock)) copyFileSync(lock, join(directory, PROVIDER_LOCK));
  return { ...stack, directory };
}

/** Runs the layer's own app. What it reports to a run in the same environment would be taken for the layer's end. */
function synthesize(
  { name, directory }: LayerPackage,
  variables: Readonly<Record<string, string>>,
): Promise<void> {
  const env = { ...process.env, ...variables };
  delete env.STRATA_RUN_DIR;
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [join("dist", "main.js")],
      { cwd: directory, env },
      (error, stdout, stderr) => {
        if (error === null) resolve();
        else reject(whatIfNotSynthesized(name, (stderr || stdout || error.message).trim()));
      },
    );
  });
}
