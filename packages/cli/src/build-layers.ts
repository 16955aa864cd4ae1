import { readFileSync } from "node:fs";
import { join } from "node:path";
import { turboFailed } from "./core";
import { runTurbo } from "./turbo";
import { ROOT, type LayerPackage } from "./workspace";

/** Builds layers, so that what is said of them is what their sources say. @throws turboFailed */
export async function buildLayers(layers: readonly LayerPackage[]): Promise<void> {
  const logFile = join(ROOT, ".strata/layers-build.log");
  if ((await runTurbo({ root: ROOT, task: "build", layers, env: process.env, logFile })) === 0) return;
  throw turboFailed(readFileSync(logFile, "utf8").trimEnd().split("\n").slice(-30).join("\n"), logFile);
}
