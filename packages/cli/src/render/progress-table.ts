import pc from "picocolors";
import { elapsed, type LayerProgress } from "../progress";
import { describeChanges } from "./plain";
import { duration, renderTable } from "./table";

function phaseOf({ status, phase }: LayerProgress): string {
  switch (status) {
    case "pending":
      return pc.dim("waiting for its turn");
    case "running":
      return pc.cyan(phase ?? "starting");
    case "done":
      return pc.green("done");
    case "failed":
      return pc.red("failed");
  }
}

function resourcesOf({ planned, resources }: LayerProgress): string {
  if (resources !== undefined) return `${resources.done} of ${resources.total}`;
  if (planned === undefined) return "";
  return planned.empty ? "no changes" : describeChanges(planned);
}

/** The layers of a run as a table: layer, phase, resources done of planned, time. */
export function progressTable(layers: readonly LayerProgress[], now: number): string {
  const rows = layers.map((progress) => {
    const time = elapsed(progress, now);
    return [
      progress.layer,
      phaseOf(progress),
      resourcesOf(progress),
      time === undefined ? "" : duration(time),
    ];
  });
  return renderTable(["LAYER", "PHASE", "RESOURCES", "TIME"], rows);
}
