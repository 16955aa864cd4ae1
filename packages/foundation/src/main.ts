import { join } from "node:path";
import { accessIn, LayerApp, readAccessLock, type Environment } from "@strata/core";
import { environmentsDirectory } from "@strata/environments";
import type { Construct } from "constructs";
import { foundationLayer } from "./layer";
import { foundationSettings, type FoundationSettings } from "./settings";
import { FoundationStack } from "./stack";

/** The foundation with the rights that the repository records: its root is above `packages/foundation/dist`. */
class RecordedFoundation extends FoundationStack {
  constructor(scope: Construct, environment: Environment, settings: FoundationSettings) {
    const lock = readAccessLock(join(__dirname, "../../.."));
    super(scope, environment, settings, accessIn(lock, environment.name));
  }
}

/** The cdktf app of the foundation layer. */
export const app = new LayerApp({
  layer: foundationLayer,
  settings: foundationSettings,
  stack: RecordedFoundation,
  environments: environmentsDirectory,
  directory: __dirname,
});

app.main(module);
