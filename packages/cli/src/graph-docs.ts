import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { renderMermaid, type LayerGraph } from "@strata/report/graph";
import { graphSectionMissing } from "./core";
import { ROOT } from "./workspace";

const BEGIN = "<!-- graph:begin -->";
const END = "<!-- graph:end -->";
const SECTION = new RegExp(`${BEGIN}[\\s\\S]*?${END}`);

const README = join(ROOT, "README.md");

/** The graph as Markdown, between the marks by which it is found again. */
export const graphSection = (graph: LayerGraph): string =>
  [
    BEGIN,
    "<!-- Made from the layers and contracts.lock.json by: ./strata graph --write -->",
    `\`\`\`mermaid\n${renderMermaid(graph)}\n\`\`\``,
    END,
  ].join("\n\n");

/** What the repository's README shows; undefined when it has no such section. */
export const writtenGraph = (): string | undefined => SECTION.exec(readFileSync(README, "utf8"))?.[0];

/**
 * Puts the graph into the repository's README.
 * @returns whether that changed anything
 * @throws graphSectionMissing
 */
export function writeGraph(graph: LayerGraph): boolean {
  const before = readFileSync(README, "utf8");
  if (!SECTION.test(before)) throw graphSectionMissing("README.md", BEGIN, END);
  const after = before.replace(SECTION, () => graphSection(graph));
  if (after !== before) writeFileSync(README, after);
  return after !== before;
}
