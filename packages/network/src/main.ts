import { LayerApp } from "@strata/core";
import { environmentsDirectory } from "@strata/environments";
import { networkLayer } from "./layer";
import { networkSettings } from "./settings";
import { NetworkStack } from "./stack";

/** The cdktf app of the network layer. */
export const app = new LayerApp({
  layer: networkLayer,
  settings: networkSettings,
  stack: NetworkStack,
  environments: environmentsDirectory,
  directory: __dirname,
});

app.main(module);
