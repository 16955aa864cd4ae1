import { draw } from "./drawing";
import { bootstrapSteps, fieldsOf, type LayerGraph } from "./layer-graph";

/** More fields than these on one edge are counted instead of named. */
const FIELDS_SHOWN = 8;

function fieldLines(uses: readonly string[]): string[] {
  const fields = fieldsOf(uses);
  if (fields.length <= FIELDS_SHOWN) return fields;
  return [...fields.slice(0, FIELDS_SHOWN - 1), `and ${fields.length - FIELDS_SHOWN + 1} more`];
}

/** The graph in words: who reads what of whom. */
export const describeGraph = ({ layers, edges }: LayerGraph): string =>
  layers
    .map(({ name, owner }) => {
      const reads = edges
        .filter(({ reader }) => reader === name)
        .map(({ producer, uses }) => {
          const fields = fieldsOf(uses);
          return fields.length === 0 ? producer : `${producer} (${fields.join(", ")})`;
        });
      return `${name} of ${owner} reads ${reads.length === 0 ? "nothing" : reads.join("; ")}.`;
    })
    .join(" ");

/** The graph as an SVG file, which looks well on light and on dark paper. */
export async function renderSvg(graph: LayerGraph): Promise<string> {
  const optional = optionalOf(graph);
  const svg = await draw({
    alone: true,
    title: "Layers of Strata",
    description: describeGraph(graph),
    layers: graph.layers.map(({ name, owner, holds, bootstrap, optional }) => ({
      name,
      lines: [...about({ holds, optional }).map((text) => [{ text }]), [{ text: owner }]],
      ...((bootstrap || optional) && { look: "before" }),
    })),
    edges: [
      ...bootstrapSteps(graph).map((step) => ({ ...step, lines: [], look: "before" })),
      ...graph.edges.map(({ reader, producer, uses }) => ({
        from: producer,
        to: reader,
        lines: fieldLines(uses),
        ...(optional.has(producer) || optional.has(reader) ? { look: "before" } : {}),
      })),
    ],
  });
  return `${svg.toString()}
`;
}

const optionalOf = ({ layers }: LayerGraph): Set<string> =>
  new Set(layers.filter(({ optional }) => optional).map(({ name }) => name));

/** What a layer holds, in lines. */
const about = ({ holds, optional }: Pick<LayerGraph["layers"][number], "holds" | "optional">): string[] =>
  wrap([...(optional ? ["optional"] : []), ...(holds === "" ? [] : [holds])].join(": "));

/** Text in lines of a width that suits a box. */
function wrap(text: string, width = 34): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/).filter((one) => one !== "")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** A text between quotes of Mermaid, where only quotes, entities and marks of HTML are special. */
const label = (text: string): string =>
  text.replace(/[#&<>"`]/g, (character) => `#${character.charCodeAt(0)};`).replace(/\s+/g, " ");

/** A name as Mermaid's identifier; words of its language, such as `end`, are none. */
const identifier = (name: string): string =>
  `${/^(end|graph|subgraph|flowchart|style|class|click|default)$/.test(name) ? "_" : ""}${name.replace(/\W/g, "_")}`;

/** The graph as a flowchart of Mermaid, for a README. */
export function renderMermaid(graph: LayerGraph): string {
  const optional = optionalOf(graph);
  const boxes = graph.layers.map(({ name, owner, ...layer }) => {
    const lines = [name, ...about(layer), owner].map(label);
    return `  ${identifier(name)}["${lines.join("<br/>")}"]`;
  });
  const steps = bootstrapSteps(graph).map(({ from, to }) => `  ${identifier(from)} -.-> ${identifier(to)}`);
  const edges = graph.edges.map(({ reader, producer, uses }) => {
    const fields = fieldLines(uses).map(label).join("<br/>");
    const line = optional.has(producer) || optional.has(reader) ? "-.->" : "-->";
    const arrow = fields === "" ? line : `${line}|"${fields}"|`;
    return `  ${identifier(producer)} ${arrow} ${identifier(reader)}`;
  });
  return ["flowchart LR", ...boxes, ...steps, ...edges].join("\n");
}
