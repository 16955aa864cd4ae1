import { LayerApp } from "@strata/core";
import { environmentsDirectory } from "@strata/environments";
import { servicesLayer } from "./layer";
import { servicesSettings } from "./settings";
import { ServicesStack } from "./stack";

/** The cdktf app of the services layer. */
export const app = new LayerApp({
  layer: servicesLayer,
  settings: servicesSettings,
  stack: ServicesStack,
  environments: environmentsDirectory,
  directory: __dirname,
});

app.main(module);
