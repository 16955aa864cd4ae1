export * from "./build-report";
export * from "./digest";
export * from "./plan";
export * from "./planned-layer";
export * from "./report";
export { flowchart, mermaid, type FlowEdge, type FlowNode, type Look } from "./mermaid";
export { COMMENT_LIMIT, renderMarkdown, type MarkdownOptions } from "./render-markdown";
export { renderText, type Painter, type TextOptions } from "./render-text";
export { reportJsonSchema } from "./schema";
