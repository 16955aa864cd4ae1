/**
 * The declared layers as a picture: `strata graph`. Graphviz finds the places (`layout.ts`), the drawing is our own
 * (`drawing.ts`), and so is that of the report's page.
 */
export { layerGraphSchema, type LayerGraph } from "./layer-graph";
export { renderMermaid, renderSvg } from "./render";
