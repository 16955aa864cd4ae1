import { draw } from "../graph/drawing";
import type { Edge, LayerReport, Report } from "../report";
import { ACTION_NAMES, ACTIONS, type Action } from "./actions";
import { layerAnchor } from "./anchors";
import { markup, type Content, type Markup } from "./markup";

/** The outputs which change on an edge: those of the producer which the reader uses. */
const carried = ({ layers }: Report, { producer, reader }: Edge): string[] =>
  (layers.find(({ layer }) => layer === producer)?.outputs ?? [])
    .filter(({ readers }) => readers.some(({ layer }) => layer === reader))
    .map(({ path }) => path);

const SHOWN_IN_GRAPH: readonly Action[] = [
  "create",
  "update",
  "replace",
  "delete",
  "move",
  "import",
  "drift",
];

/** The worst that happens to a layer decides the look of its box. */
const lookOf = ({ error, counts }: LayerReport): string =>
  error !== undefined
    ? "failed"
    : ((["delete", "replace", "drift", "update", "create"] as const).find((action) => counts[action] > 0) ??
      "same");

const pairs = <T>(items: readonly T[]): T[][] =>
  items.flatMap((_, index) => (index % 2 === 0 ? [items.slice(index, index + 2)] : []));

/** The graph of the report's layers: each leads to its place in the page. Give it to `renderHtml`. */
export async function drawReport(report: Report): Promise<Markup> {
  return draw({
    title: `Layers of ${report.environment}`,
    description: "Arrows lead from a layer to those that read it. Thick arrows carry outputs that change.",
    layers: report.layers.map((layer, index) => {
      const counts = SHOWN_IN_GRAPH.filter((action) => layer.counts[action] > 0);
      const pieces =
        layer.error !== undefined
          ? [{ text: "could not be planned", look: "delete" }]
          : counts.length === 0
            ? [{ text: "no changes" }]
            : counts.map((action) => ({
                text: `${ACTIONS[action].sign} ${layer.counts[action]} ${ACTIONS[action].word}`,
                look: action,
              }));
      return {
        name: layer.layer,
        lines: [[{ text: layer.owner }], ...pairs(pieces)],
        look: lookOf(layer),
        href: `#${layerAnchor(layer, index)}`,
      };
    }),
    edges: report.edges.map((edge) => {
      const count = carried(report, edge).length;
      return {
        from: edge.producer,
        to: edge.reader,
        lines: count === 0 ? [] : [`${count} ${count === 1 ? "output changes" : "outputs change"}`],
        ...(count > 0 && { look: "changes" }),
      };
    }),
  });
}

/** The columns of every table; others are there when a layer has something in them. */
const ALWAYS: readonly Action[] = ["create", "update", "replace", "delete"];

/** Graph and table of the layers, and what they read of each other. */
export function renderLayers(report: Report, graph: Markup | undefined): Markup {
  const columns = ACTION_NAMES.filter(
    (action) => ALWAYS.includes(action) || report.layers.some(({ counts }) => counts[action] > 0),
  );
  return markup`<section aria-labelledby="layers"><h2 id="layers">Layers</h2>
${graph && markup`<div class="wide graph" role="region" aria-label="Graph of the layers" tabindex="0">${graph}</div>`}
<div class="wide" role="region" aria-label="Table of the layers" tabindex="0"><table class="layers"><thead><tr><th scope="col">Layer<th scope="col">Owner${columns.map(
    (action) =>
      markup`<th scope="col" class="number ${action}"><span aria-hidden="true">${ACTIONS[action].sign}</span> ${ACTIONS[action].word}`,
  )}<th scope="col">Outputs read by<tbody>${report.layers.map((layer, index) => renderRow(layer, index, columns))}</table></div>
${report.edges.length > 0 && renderEdges(report)}
</section>`;
}

function renderRow(layer: LayerReport, index: number, columns: readonly Action[]): Markup {
  const readers = new Set(layer.outputs.flatMap((output) => output.readers.map((one) => one.layer)));
  const counts: Content =
    layer.error === undefined
      ? columns.map((action) => {
          const count = layer.counts[action];
          return markup`<td class="number ${count > 0 && action}">${count}`;
        })
      : markup`<td colspan="${columns.length}" class="delete">could not be planned`;
  return markup`<tr><th scope="row"><a href="#${layerAnchor(layer, index)}">${layer.layer}</a>${layer.kind === "what-if" && markup` <small>what-if</small>`}<td class="owner">${layer.owner}${counts}<td>${[...readers].join(", ")}`;
}

const renderEdges = (
  report: Report,
): Markup => markup`<details class="edges"><summary>What layers read of each other</summary>
<div class="wide" role="region" aria-label="What layers read of each other" tabindex="0"><table><thead><tr><th scope="col">Reader<th scope="col">reads<th scope="col">Outputs used; ${ACTIONS.outputs.sign} changes<tbody>${report.edges.map(
  (edge) => {
    const changing = new Set(carried(report, edge));
    return markup`<tr><th scope="row">${edge.reader}<td>${edge.producer}<td>${edge.uses.map(
      (path, index) =>
        markup`${index > 0 && ", "}${changing.has(path) ? markup`<b class="outputs">${ACTIONS.outputs.sign} <code>${path}</code></b>` : markup`<code>${path}</code>`}`,
    )}`;
  },
)}</table></div></details>`;
