import { LayerApp } from "@strata/core";
import { environmentsDirectory } from "@strata/environments";
import { foundationLayer } from "./layer";
import { foundationSettings } from "./settings";
import { FoundationStack } from "./stack";

/** The cdktf app of the foundation layer. */
export const app = new LayerApp({
  layer: foundationLayer,
  settings: foundationSettings,
  stack: FoundationStack,
  environments: environmentsDirectory,
  directory: __dirname,
});

app.main(module);
