/**
 * The cdktf app of the whole platform: every layer's stack in one app, for people who want `cdktf diff` or
 * `cdktf synth` over all of it. Each stack is the same, byte for byte, as the one of the layer's own app.
 */
import { join } from "node:path";
import { ExitCode, StrataError, type LayerApp } from "@strata/core";
import { App, type TerraformStack } from "cdktf";
import { environmentName } from "./preflight";
import { discoverLayers, ROOT, selectLayers, type LayerPackage } from "./workspace";

/** The cdktf app of a layer's package. */
export function layerApp({ directory }: LayerPackage): LayerApp {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- found at run time
  return (require(join(directory, "dist", "main.js")) as { app: LayerApp }).app;
}

/** Adds all layers to an app; cdktf deploys a stack after those that it depends on. */
export function addPlatform(app: App, environment: string, layers: readonly LayerPackage[]): void {
  const stacks = new Map<string, TerraformStack>();
  // Producers come first, so that they are there when a reader asks for them.
  for (const layer of layers) {
    const stack = layerApp(layer).addTo(app, environment);
    for (const { name } of stack.layer.reads) {
      const producer = stacks.get(name);
      if (producer !== undefined) stack.addDependency(producer);
    }
    stacks.set(layer.name, stack);
  }
}

if (require.main === module) {
  try {
    const app = new App();
    const environment = environmentName(undefined);
    addPlatform(app, environment, selectLayers([], discoverLayers(ROOT), environment));
    app.synth();
  } catch (error) {
    if (!(error instanceof StrataError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = ExitCode.refused;
  }
}
