export * from "./plan";
export * from "./planned-layer";
export * from "./report";
