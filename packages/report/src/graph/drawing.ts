import { markup, Markup } from "../html/markup";
import { layOut, type Box, type Point } from "./layout";

/** A piece of a line of text; `look` is a class of the styles. */
export interface Piece {
  readonly text: string;
  readonly look?: string;
}

export interface DrawnLayer {
  readonly name: string;
  /** Below the name. */
  readonly lines: readonly (readonly Piece[])[];
  /** A class for the whole box. */
  readonly look?: string;
  /** Where a click leads, such as `#layer-network`. */
  readonly href?: string;
}

export interface DrawnEdge {
  readonly from: string;
  readonly to: string;
  readonly lines: readonly string[];
  readonly look?: string;
}

export interface Drawing {
  readonly title: string;
  readonly description: string;
  readonly layers: readonly DrawnLayer[];
  readonly edges: readonly DrawnEdge[];
  /** A picture of its own carries its looks and its paper; a part of the page has those of the page. */
  readonly alone?: boolean;
}

/** Up to this width a page may scale a drawing to its own; a wider one would come out too small to read. */
const FITS = 1400;

const MARGIN = 8;
const PADDING = 14;
const NAME = { size: 15, line: 22 };
const TEXT = { size: 12.5, line: 18 };
const LABEL = { size: 11, line: 14 };

/** Longer lines are cut: a name without end must not make a picture without end. */
const LONGEST = 48;
const cut = (text: string): string => (text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`);

/** How wide a text is at most; a drawing can't ask the fonts of whoever looks at it. */
const widthOf = (text: string, size: number): number => cut(text).length * size * 0.58;

const boxOf = ({ name, lines }: DrawnLayer): Box => ({
  width:
    2 * PADDING +
    Math.max(
      120,
      widthOf(name, NAME.size),
      ...lines.map((line) => widthOf(line.map(({ text }) => text).join("  "), TEXT.size)),
    ),
  height: 2 * PADDING - 6 + NAME.line + lines.length * TEXT.line,
});

const labelOf = (lines: readonly string[]): Box => ({
  width: 10 + Math.max(...lines.map((line) => widthOf(line, LABEL.size))),
  height: 4 + lines.length * LABEL.line,
});

const at = ({ x, y }: Point): string => `${x} ${y}`;

/** An element `svg` with a title and a description, whose looks are those of `GRAPH_STYLES`. Edges without both ends are left out. */
export async function draw({ title, description, layers, edges, alone = false }: Drawing): Promise<Markup> {
  const indices = new Map(layers.map(({ name }, index) => [name, index]));
  const links = edges.flatMap((edge) => {
    const [from, to] = [indices.get(edge.from), indices.get(edge.to)];
    if (from === undefined || to === undefined) return [];
    return [{ ...edge, from, to, ...(edge.lines.length > 0 && { label: labelOf(edge.lines) }) }];
  });
  const boxes = layers.map(boxOf);
  const layout = await layOut(boxes, links);
  const [width, height] = [layout.width + 2 * MARGIN, layout.height + 2 * MARGIN];

  const drawnEdges = layout.links.map(({ curve: [start, ...curve], arrow, label }, index) => {
    const lines = links[index]?.lines ?? [];
    return markup`<g class="edge ${links[index]?.look}">
      ${start && markup`<path d="M${at(start)}C${curve.map(at).join(" ")}" />`}
      <polygon points="${arrow.map(at).join(" ")}" />
      ${label && text(lines, label)}
    </g>`;
  });
  const drawnLayers = layers.map((layer, index) => {
    const [centre, box] = [layout.boxes[index], boxes[index]];
    return centre && box && drawLayer(layer, centre, box);
  });
  const role = layers.some(({ href }) => href !== undefined) ? "group" : "img";
  return markup`<svg
    class="layer-graph ${width > FITS && "vast"}"
    xmlns="http://www.w3.org/2000/svg"
    width="${width}"
    height="${height}"
    viewBox="${-MARGIN} ${-MARGIN} ${width} ${height}"
    role="${role}"
    aria-labelledby="graph-title graph-description"
  >
    <title id="graph-title">${title}</title>
    <desc id="graph-description">${description}</desc>
    ${alone && markup`<style>${Markup.own(GRAPH_STYLES)}</style>`}
    ${alone && markup`<rect class="paper" x="${-MARGIN}" y="${-MARGIN}" width="${width}" height="${height}" />`}
    <g aria-hidden="true">${drawnEdges}</g>
    ${drawnLayers}
  </svg>`;
}

function drawLayer({ name, lines, look, href }: DrawnLayer, centre: Point, { width, height }: Box): Markup {
  const [left, top] = [centre.x - width / 2, centre.y - height / 2];
  const x = left + PADDING;
  const first = top + PADDING + NAME.size - 2;
  const picture = markup`<rect x="${left}" y="${top}" width="${width}" height="${height}" rx="8" />
    <text class="name" x="${x}" y="${first}">${cut(name)}</text>
    ${lines.map(
      (line, index) =>
        markup`<text x="${x}" y="${first + (index + 1) * TEXT.line + 2}">${line.map(
          (piece, place) =>
            markup`<tspan${piece.look !== undefined && markup` class="${piece.look}"`}>${place > 0 && "  "}${cut(piece.text)}</tspan>`,
        )}</text>`,
    )}`;
  return href === undefined
    ? markup`<g class="layer ${look}">${picture}</g>`
    : markup`<a class="layer ${look}" href="${href}">${picture}</a>`;
}

function text(lines: readonly string[], { x, y }: Point): Markup {
  const first = y - ((lines.length - 1) * LABEL.line) / 2 + LABEL.size / 3;
  return markup`${lines.map(
    (line, index) => markup`<text x="${x}" y="${first + index * LABEL.line}">${cut(line)}</text>`,
  )}`;
}

/** The looks of a drawing, in light and dark. The page takes them into its own styles. */
export const GRAPH_STYLES = `
.layer-graph{--paper:#fff;--ink:#1b2026;--muted:#59616b;--line:#c9ced6;--strong:#0b57c2;color:var(--ink);font-family:system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
@media (prefers-color-scheme:dark){.layer-graph{--paper:#1a1f25;--ink:#e7eaee;--muted:#a4adb8;--line:#46505c;--strong:#7ab4ff}}
.layer-graph text{fill:var(--muted);font-size:${TEXT.size}px;white-space:pre}
.layer-graph .name{fill:var(--ink);font-size:${NAME.size}px;font-weight:600}
.layer-graph rect{fill:var(--paper);stroke:var(--line);stroke-width:1.5}
.layer-graph .paper{stroke:none}
.layer-graph .edge path{fill:none;stroke:var(--muted);stroke-width:1.25}
.layer-graph .edge polygon{fill:var(--muted)}
.layer-graph .edge text{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:${LABEL.size}px;text-anchor:middle}
.layer-graph .before path,.layer-graph .before rect{stroke-dasharray:5 4}
.layer-graph .changes path{stroke:var(--strong);stroke-width:2.25}
.layer-graph .changes polygon,.layer-graph .changes text{fill:var(--strong)}
@media print{.layer-graph{--paper:#fff;--ink:#000;--muted:#444;--line:#888;--strong:#0b57c2}}
`;
