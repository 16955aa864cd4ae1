import { LayerApp } from "@strata/core";
import { environmentsDirectory } from "@strata/environments";
import { registryLayer } from "./layer";
import { registrySettings } from "./settings";
import { RegistryStack } from "./stack";

/** The cdktf app of the registry layer. */
export const app = new LayerApp({
  layer: registryLayer,
  settings: registrySettings,
  stack: RegistryStack,
  environments: environmentsDirectory,
  directory: __dirname,
});

app.main(module);
