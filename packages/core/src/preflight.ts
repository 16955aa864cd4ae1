import type { Environment } from "./environment";

/**
 * What a layer's package may export as `preflight` from "./preflight": asks AWS what settings alone can't tell, before
 * anything is planned. It changes nothing. Each sentence of the answer says what is wrong, with the values, and what to
 * do; none means that all is well.
 * @typeParam S the layer's checked settings
 */
export type LayerPreflight<S> = (layer: {
  readonly environment: Environment;
  readonly settings: S;
}) => Promise<string[]>;
