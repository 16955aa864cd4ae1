import pc from "picocolors";
import type { ResourceChange } from "../events";
import { isPlan, type LayerResult, type RunResult } from "../layer-run";
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

// As `terraform plan` writes them.
const SIGN: Readonly<Record<ResourceChange["action"], string>> = {
  create: pc.green("+"),
  update: pc.yellow("~"),
  replace: pc.red("-/+"),
  delete: pc.red("-"),
  move: "->",
  import: "<-",
  remove: ".",
};

/** The resources which a plan changes, layer by layer. */
const plannedResources = (layers: readonly LayerResult[]): string[] =>
  layers.flatMap(({ layer, planned }) =>
    planned === undefined || planned.resources.length === 0
      ? []
      : ["", layer, ...planned.resources.map(({ action, address }) => `  ${SIGN[action]} ${address}`)],
  );

/** What a run came to: a table of the layers, what a plan changes, then why some failed and where to read on. */
export function runSummary({ command, layers, directory, seconds }: RunResult): string {
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
    ...(isPlan(command) ? plannedResources(layers) : []),
    "",
    ...errors.flatMap((error) => [error, ""]),
    `${duration(seconds * 1000)}; logs in ${directory}`,
  ].join("\n");
}
