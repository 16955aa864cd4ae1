import { rmSync } from "node:fs";
import { join } from "node:path";
import { runTurbo, whyTurboFailed } from "./turbo";
import { ROOT, type LayerPackage } from "./workspace";

/** Builds layers, so that what is said of them is what their sources say. @throws layersNotBuilt, turboFailed */
export async function buildLayers(layers: readonly LayerPackage[]): Promise<void> {
  const logFile = join(ROOT, ".strata/layers-build.log");
  rmSync(logFile, { force: true });
  if ((await runTurbo({ root: ROOT, task: "build", layers, env: process.env, logFile })) === 0) return;
  throw whyTurboFailed(logFile);
}
