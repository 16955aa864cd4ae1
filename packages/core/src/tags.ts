import type { Environment } from "./environment";
import type { Layer } from "./layer";

/** The tags that every resource of a layer carries. */
export const defaultTags = (environment: Environment, layer: Layer): Record<string, string> => ({
  ...environment.tags,
  Project: environment.project,
  Environment: environment.name,
  Layer: layer.name,
  Owner: layer.owner,
  ManagedBy: "strata",
});
