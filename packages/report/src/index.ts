export * from "./build-report";
export * from "./digest";
export * from "./plan";
export * from "./planned-layer";
export * from "./report";
