import type { LayerReport } from "../report";

/** The place of a layer in the page. A name that is no ordinary one becomes its number, so that it can stand in an address. */
export const layerAnchor = ({ layer }: LayerReport, index: number): string =>
  `layer-${/^[a-z][a-z0-9-]*$/.test(layer) ? layer : String(index)}`;

/** The place of a change: by the numbers of its layer and of itself. */
export const changeAnchor = (layer: number, change: number): string => `change-${layer}-${change}`;
