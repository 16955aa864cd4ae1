import { renderMermaid, renderSvg, type LayerGraph } from "@strata/report/graph";
import { buildLayers } from "../build-layers";
import { readLock } from "../contracts/lock";
import { ExitCode } from "../core";
import { writeGraph } from "../graph-docs";
import { layerGraph } from "../layer-graph";
import type { CommonOptions } from "../program";
import { discoverLayers, ROOT } from "../workspace";
import { writeFor } from "../write-for";

type Format = "mermaid" | "svg" | "json";

/** `strata graph`: who reads what of whom, and who owns it, as it is declared. No account is asked. */
export async function graph(
  options: CommonOptions & { readonly format?: Format; readonly output?: string; readonly write?: boolean },
): Promise<ExitCode> {
  const layers = discoverLayers();
  await buildLayers(layers);
  const declared = layerGraph(layers, readLock(ROOT).edges);
  if (options.write === true) {
    process.stderr.write(`README.md: ${writeGraph(declared) ? "written" : "as it should be"}\n`);
    return ExitCode.done;
  }
  const text = await render(declared, options.json === true ? "json" : (options.format ?? "mermaid"));
  if (options.output === undefined) process.stdout.write(text);
  else writeFor("--output", options.output, text);
  return ExitCode.done;
}

async function render(declared: LayerGraph, format: Format): Promise<string> {
  switch (format) {
    case "mermaid":
      return `${renderMermaid(declared)}\n`;
    case "svg":
      return renderSvg(declared);
    case "json":
      return `${JSON.stringify(declared, undefined, 2)}\n`;
  }
}
