import { execFile } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { digest, type PlannedLayer, type PlannedOutputs } from "@strata/report";
import { plansOfAnother, producerNotPlanned, whatIfNotSynthesized, type LayerManifest } from "../core";
import type { PlanFolder } from "../plan-folder";
import type { RunInfo } from "../run";
import type { Stack } from "../stack";
import type { LayerPackage } from "../workspace";
import { usedValues, type Upstreams } from "./upstreams";

/**
 * The layers which a layer must read as they are planned, of those whose plans are at hand: something that it uses of
 * them is not known yet, or will not be what is deployed. All others it reads as they are deployed.
 * @throws producerNotPlanned, plansOfAnother
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
    checkProducer(manifest, commit, producer);
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
): void {
  if (producer.environment !== environment)
    throw plansOfAnother(producer.layer, "environment", producer.environment, environment);
  if (producer.commit !== commit)
    throw plansOfAnother(producer.layer, "commit", producer.commit ?? "none", commit ?? "none");
  if (producer.error !== undefined) throw producerNotPlanned(layer, producer.layer, producer.error.message);
}

/**
 * Synthesizes a layer against planned outputs, into a folder which is there for the time of `use` only: its plan must
 * not be applied, by nobody.
 * @param stack the layer as it is synthesized otherwise, initialized; what `init` made is shared
 * @throws whatIfNotSynthesized
 */
export async function withWhatIfStack<T>(
  layer: LayerPackage,
  stack: Stack,
  planned: ReadonlyMap<string, PlannedOutputs>,
  folder: string,
  use: (stack: Stack) => Promise<T>,
): Promise<T> {
  mkdirSync(folder, { recursive: true });
  try {
    const outputs = join(folder, "planned-outputs.json");
    writeFileSync(outputs, JSON.stringify(Object.fromEntries(planned)));
    await synthesize(layer, { STRATA_PLANNED_OUTPUTS: outputs, CDKTF_OUTDIR: folder });
    const directory = join(folder, "stacks", layer.name);
    symlinkSync(join(stack.directory, ".terraform"), join(directory, ".terraform"));
    const lock = join(stack.directory, ".terraform.lock.hcl");
    if (existsSync(lock)) copyFileSync(lock, join(directory, ".terraform.lock.hcl"));
    return await use({ ...stack, directory });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
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
