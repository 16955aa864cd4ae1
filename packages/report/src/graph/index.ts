export { layerGraphSchema, type LayerGraph } from "./layer-graph";
export { renderMermaid, renderSvg } from "./render";
