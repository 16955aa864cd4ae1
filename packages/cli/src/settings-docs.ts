import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { SettingRow } from "@strata/core";
import { settingsSectionMissing } from "./core";
import { codeCell, escapeCell, markdownTable } from "./render/markdown";
import type { LayerPackage } from "./workspace";

/** What stands in the column of defaults where something must be written. */
export const REQUIRED = "must be set";

const BEGIN = "<!-- settings:begin -->";
const END = "<!-- settings:end -->";
const SECTION = new RegExp(`${BEGIN}[\\s\\S]*?${END}`);

const isCode = (text: string): boolean => /^(["[{\d-]|true$|false$)/.test(text);

/** A layer's settings as Markdown, between the marks by which they are found again. */
export function settingsSection(layer: string, rows: readonly SettingRow[]): string {
  const table = markdownTable(
    ["setting", "type", "default", "meaning"],
    rows.map(({ path, type, default: fallback, meaning }) => [
      codeCell(path),
      escapeCell(type),
      fallback === undefined
        ? `**${REQUIRED}**`
        : isCode(fallback)
          ? codeCell(fallback)
          : escapeCell(fallback),
      escapeCell(meaning),
    ]),
  );
  return [
    BEGIN,
    `<!-- Made from src/settings.ts by: ./strata settings ${layer} --write -->`,
    "<!-- prettier-ignore-start -->",
    table,
    "<!-- prettier-ignore-end -->",
    END,
  ].join("\n\n");
}

const readmeOf = ({ directory }: LayerPackage): string => join(directory, "README.md");

/** What a layer's README says of its settings; undefined when it has no such section. */
export const writtenSection = (layer: LayerPackage): string | undefined =>
  SECTION.exec(readFileSync(readmeOf(layer), "utf8"))?.[0];

/**
 * Puts the settings into a layer's README.
 * @returns whether that changed anything
 * @throws settingsSectionMissing
 */
export function writeSection(layer: LayerPackage, rows: readonly SettingRow[]): boolean {
  const file = readmeOf(layer);
  const before = readFileSync(file, "utf8");
  if (!SECTION.test(before)) throw settingsSectionMissing(`packages/${layer.name}/README.md`, BEGIN, END);
  const after = before.replace(SECTION, () => settingsSection(layer.name, rows));
  if (after !== before) writeFileSync(file, after);
  return after !== before;
}
