import type { LayerReport, ReportedChange } from "./report";

/** How many resources of a layer each action is done with, and how many outputs and drifts there are. */
export function countsOf({
  changes,
  outputs,
  drift,
}: Pick<LayerReport, "changes" | "outputs" | "drift">): LayerReport["counts"] {
  const count = (action: ReportedChange["action"]): number =>
    changes.filter((change) => change.action === action).length;
  return {
    create: count("create"),
    update: count("update"),
    replace: count("replace"),
    delete: count("delete"),
    move: count("move"),
    import: count("import"),
    forget: count("forget"),
    outputs: outputs.length,
    drift: drift.length,
  };
}
