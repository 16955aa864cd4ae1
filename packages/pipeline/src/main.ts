import { LayerApp } from "@strata/core";
import { environmentsDirectory } from "@strata/environments";
import { pipelineLayer } from "./layer";
import { pipelineSettings } from "./settings";
import { PipelineStack } from "./stack";

/** The cdktf app of the pipeline layer. */
export const app = new LayerApp({
  layer: pipelineLayer,
  settings: pipelineSettings,
  stack: PipelineStack,
  environments: environmentsDirectory,
  directory: __dirname,
});

app.main(module);
