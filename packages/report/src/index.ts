export * from "./build-report";
export * from "./plan";
export * from "./planned-layer";
export * from "./report";
