import { readFileSync } from "node:fs";
import { join } from "node:path";
import { settingsTable } from "@strata/core";
import { ExitCode, turboFailed, unknownLayer } from "../core";
import { layerApp } from "../platform";
import type { CommonOptions } from "../program";
import { renderTable } from "../render/table";
import { REQUIRED, writeSection } from "../settings-docs";
import { runTurbo } from "../turbo";
import { discoverLayers, ROOT, type LayerPackage } from "../workspace";

/** Builds layers, so that what is said of them is what their sources say. @throws turboFailed */
async function build(layers: readonly LayerPackage[]): Promise<void> {
  const logFile = join(ROOT, ".strata/layers-build.log");
  if ((await runTurbo({ root: ROOT, task: "build", layers, env: process.env, logFile })) === 0) return;
  throw turboFailed(readFileSync(logFile, "utf8").trimEnd().split("\n").slice(-30).join("\n"), logFile);
}

/** `strata settings`: every setting of a layer with its type, default and meaning; `--write` puts it into the README. */
export async function settings(
  names: readonly string[],
  options: CommonOptions & { readonly write?: boolean },
): Promise<ExitCode> {
  const all = discoverLayers();
  const known = all.map(({ name }) => name);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) throw unknownLayer(unknown, known);
  const layers = names.length === 0 ? all : all.filter(({ name }) => names.includes(name));

  await build(layers);
  const tables = layers.map((layer) => ({ layer, rows: settingsTable(layerApp(layer).schema) }));
  if (options.write === true) {
    for (const { layer, rows } of tables) {
      const result = writeSection(layer, rows) ? "written" : "as it should be";
      process.stderr.write(`packages/${layer.name}/README.md: ${result}\n`);
    }
  } else if (options.json === true) {
    const byLayer = tables.map(({ layer, rows }) => [layer.name, rows] as const);
    process.stdout.write(`${JSON.stringify(Object.fromEntries(byLayer), undefined, 2)}\n`);
  } else {
    const texts = tables.map(({ layer, rows }) => {
      const cells = rows.map((row) => [row.path, row.type, row.default ?? REQUIRED, row.meaning]);
      return `packages/${layer.name}/environments/<name>.ts\n\n${renderTable(["SETTING", "TYPE", "DEFAULT", "MEANING"], cells)}`;
    });
    process.stdout.write(`${texts.join("\n\n\n")}\n`);
  }
  return ExitCode.done;
}
