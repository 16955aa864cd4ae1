import { settingsTable } from "@strata/core";
import { buildLayers } from "../build-layers";
import { ExitCode } from "../core";
import { layerApp } from "../platform";
import type { CommonOptions } from "../program";
import { renderTable } from "../render/table";
import { REQUIRED, writeSection } from "../settings-docs";
import { discoverLayers, namedLayers } from "../workspace";

/** `strata settings`: every setting of a layer with its type, default and meaning; `--write` puts it into the README. */
export async function settings(
  names: readonly string[],
  options: CommonOptions & { readonly write?: boolean },
): Promise<ExitCode> {
  const layers = namedLayers(names, discoverLayers());
  await buildLayers(layers);
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
