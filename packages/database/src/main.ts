import { LayerApp } from "@strata/core";
import { environmentsDirectory } from "@strata/environments";
import { databaseLayer } from "./layer";
import { databaseSettings } from "./settings";
import { DatabaseStack } from "./stack";

/** The cdktf app of the database layer. */
export const app = new LayerApp({
  layer: databaseLayer,
  settings: databaseSettings,
  stack: DatabaseStack,
  environments: environmentsDirectory,
  directory: __dirname,
});

app.main(module);
