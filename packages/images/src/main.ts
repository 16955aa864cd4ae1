import { LayerApp } from "@strata/core";
import { environmentsDirectory } from "@strata/environments";
import { imagesLayer } from "./layer";
import { imagesSettings } from "./settings";
import { ImagesStack } from "./stack";

/** The cdktf app of the images layer. */
export const app = new LayerApp({
  layer: imagesLayer,
  settings: imagesSettings,
  stack: ImagesStack,
  environments: environmentsDirectory,
  directory: __dirname,
});

app.main(module);
