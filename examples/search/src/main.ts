import { LayerApp } from "@strata/core";
import { environmentsDirectory } from "@strata/environments";
import { searchLayer } from "./layer";
import { searchSettings } from "./settings";
import { SearchStack } from "./stack";

/** The cdktf app of the search layer. */
export const app = new LayerApp({
  layer: searchLayer,
  settings: searchSettings,
  stack: SearchStack,
  environments: environmentsDirectory,
  directory: __dirname,
});

app.main(module);
