/** What other packages of the workspace use of the command line: the end-to-end tests, above all. */
export { checkovVenv, ensureCheckov } from "./lint/checkov";
export { findLeftovers, lookedFor, type Leftover } from "./leftovers";
export { runProgram } from "./program";
export type { LayerResult, RunResult } from "./layer-run";
