import pc from "picocolors";
import type { LayerResult, RunResult } from "../layer-run";
import { describeChanges } from "./plain";
import { duration, renderTable } from "./table";

const STATUS = {
  done: pc.green("done"),
  failed: pc.red("failed"),
  skipped: pc.yellow("not started"),
} as const;

function changesOf({ planned }: LayerResult): string {
  if (planned === undefined) return "";
  return planned.empty ? "no changes" : describeChanges(planned);
}

/**
 * What a run came to: a table of the layers, what a plan changes, then why some failed and where to read on.
 * @param changes of a plan: its report as text
 */
export function runSummary({ layers, directory, seconds }: RunResult, changes = ""): string {
  const rows = layers.map((layer) => [
    layer.layer,
    STATUS[layer.status],
    changesOf(layer),
    layer.seconds === undefined ? "" : duration(layer.seconds * 1000),
  ]);
  const table = renderTable(["LAYER", "RESULT", "CHANGES", "TIME"], rows);
  const errors = layers.flatMap(({ layer, error }) =>
    error === undefined ? [] : [`${pc.red(layer)}: ${error.message}`],
  );
  return [
    "",
    table,
    ...(changes === "" ? [] : ["", changes]),
    "",
    ...errors.flatMap((error) => [error, ""]),
    `${duration(seconds * 1000)}; logs in ${directory}`,
  ].join("\n");
}
