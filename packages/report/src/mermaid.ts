import { clipped, visible } from "./harmless";
import type { LayerReport, Report } from "./report";
import { countedActions, destroys, isNews, plural } from "./words";

/** How a box looks: what it says must not hang on that alone. */
export type Look = "danger" | "change" | "failed" | "quiet";

export interface FlowNode {
  readonly name: string;
  /** Below the name. */
  readonly lines: readonly string[];
  readonly look?: Look;
}

export interface FlowEdge {
  /** Names of nodes; an edge of a node which is not there is left out. */
  readonly from: string;
  readonly to: string;
  readonly lines: readonly string[];
  /** Drawn as a thick line. */
  readonly isStrong?: boolean;
}

/** Only borders: the text keeps the reader's own colours, light or dark. */
const LOOKS: Readonly<Record<Look, string>> = {
  danger: "stroke:#d1242f,stroke-width:3px",
  change: "stroke:#9a6700,stroke-width:2px",
  failed: "stroke:#d1242f,stroke-width:3px,stroke-dasharray:6 3",
  quiet: "stroke-dasharray:2 3",
};

/** A flowchart in Mermaid's language, producers above their readers. Names can hold anything. */
export function flowchart(nodes: readonly FlowNode[], edges: readonly FlowEdge[]): string {
  const ids = new Map(nodes.map(({ name }, index) => [name, `n${index}`]));
  const looks = [...new Set(nodes.flatMap(({ look }) => look ?? []))];
  return [
    "flowchart TD",
    ...nodes.map(
      ({ name, lines, look }, index) =>
        `  n${index}["${[name, ...lines].map(label).join("<br/>")}"]${look === undefined ? "" : `:::${look}`}`,
    ),
    ...edges.flatMap(({ from, to, lines, isStrong }) => {
      const [one, other] = [ids.get(from), ids.get(to)];
      if (one === undefined || other === undefined) return [];
      const says = lines.length === 0 ? "" : `|"${lines.map(label).join("<br/>")}"|`;
      return [`  ${one} ${isStrong === true ? "==>" : "-->"}${says} ${other}`];
    }),
    ...looks.map((look) => `  classDef ${look} ${LOOKS[look]}`),
  ].join("\n");
}

/** A text in a label: all but plain characters as Mermaid's entities, so that nothing ends the label or is a link. */
const label = (text: string): string =>
  Array.from(clipped(visible(text), 80), (character) =>
    /[A-Za-z0-9 _,()/-]/.test(character) ? character : `#${character.codePointAt(0) ?? 0};`,
  ).join("");

/** The layers of a report which have news, what they read of each other, and where a value that is read changes. */
export function mermaid(report: Report): string {
  const layers = report.layers.filter(isNews);
  return flowchart(
    layers.map((layer) => ({
      name: layer.layer,
      lines: [linesOf(layer)].flat(),
      look: lookOf(layer),
    })),
    report.edges.map(({ reader, producer }) => {
      const changing =
        report.layers
          .find(({ layer }) => layer === producer)
          ?.outputs.filter(({ readers }) => readers.some(({ layer }) => layer === reader)).length ?? 0;
      return {
        from: producer,
        to: reader,
        lines:
          changing === 0 ? [] : [`${plural(changing, "value")} ${changing === 1 ? "changes" : "change"}`],
        isStrong: changing > 0,
      };
    }),
  );
}

function linesOf({ error, counts }: LayerReport): string[] {
  if (error !== undefined) return ["could not be planned"];
  const actions = countedActions(counts);
  if (actions !== undefined) return [actions];
  return counts.drift > 0 ? [`${counts.drift} changed outside`] : [];
}

function lookOf(layer: LayerReport): Look {
  if (layer.error !== undefined) return "failed";
  if (layer.changes.some(destroys)) return "danger";
  return layer.changes.length > 0 || layer.counts.outputs + layer.counts.drift > 0 ? "change" : "quiet";
}
