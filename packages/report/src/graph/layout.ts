import type { instance } from "@viz-js/viz" with { "resolution-mode": "import" };

/** What is laid out: boxes of a known size, in points, and the links between them. */
export interface Box {
  readonly width: number;
  readonly height: number;
}

export interface Link {
  /** Indices of boxes. */
  readonly from: number;
  readonly to: number;
  /** The room which its label needs. */
  readonly label?: Box;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where everything is, in points from the upper left corner. */
export interface Layout extends Box {
  /** The centre of each box. */
  readonly boxes: readonly Point[];
  readonly links: readonly {
    /** Control points of a chain of cubic Bézier curves: one to begin, and three for each curve. */
    readonly curve: readonly Point[];
    /** The corners of the arrowhead. */
    readonly arrow: readonly Point[];
    /** The centre of the label. */
    readonly label?: Point;
  }[];
}

/** What is read of Graphviz's JSON. */
interface Drawn {
  readonly bb: string;
  readonly objects?: readonly { readonly pos: string }[];
  readonly edges?: readonly {
    readonly _draw_: readonly Operation[];
    readonly _hdraw_: readonly Operation[];
    readonly lp?: string;
  }[];
}

type Operation =
  | { readonly op: "b" | "P"; readonly points: readonly (readonly [number, number])[] }
  | { readonly op: "other" };

/** More links than these are drawn as straight lines. */
const MANY = 60;

const POINTS_PER_INCH = 72;

type Graphviz = Awaited<ReturnType<typeof instance>>;
let graphviz: Promise<Graphviz> | undefined;

/** Loading it takes a tenth of a second, which only those who draw shall wait for, and once. */
const loaded = (): Promise<Graphviz> =>
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- jest can't import a module in the middle of a test
  (graphviz ??= (require("@viz-js/viz") as { instance: typeof instance }).instance());

/**
 * Lays boxes and links out in rows, from what others depend on to the rest. Graphviz finds the places; it gets sizes only,
 * so nothing that it draws and no text of ours goes through it.
 */
export async function layOut(
  boxes: readonly Box[],
  links: readonly Link[],
  direction: "right" | "down" = "right",
): Promise<Layout> {
  const drawn = (await loaded()).renderJSON({
    graphAttributes: {
      rankdir: direction === "right" ? "LR" : "TB",
      nodesep: 0.35,
      ranksep: 0.5,
      // Curves around everything are what takes the time: many links are straight.
      splines: links.length > MANY ? "line" : "spline",
      // Bounds for the search of a better order, so that fifty layers don't take a second.
      nslimit: 2,
      mclimit: 0.5,
    },
    nodeAttributes: { shape: "box", fixedsize: true, label: "" },
    nodes: boxes.map(({ width, height }, index) => ({
      name: String(index),
      attributes: { width: width / POINTS_PER_INCH, height: height / POINTS_PER_INCH },
    })),
    edges: links.map(({ from, to, label }) => ({
      tail: String(from),
      head: String(to),
      ...(label !== undefined && { attributes: { label: { html: room(label) } } }),
    })),
  }) as Drawn;

  const [, , width = 0, height = 0] = drawn.bb.split(",").map(Number);
  // Graphviz counts from the lower left corner.
  const turn = (x: number, y: number): Point => ({ x: round(x), y: round(height - y) });
  const parse = (text: string): Point => {
    const [x = 0, y = 0] = text.split(",").map(Number);
    return turn(x, y);
  };
  const points = (operations: readonly Operation[], op: "b" | "P"): Point[] =>
    operations.flatMap((one) => (one.op === op ? one.points.map(([x, y]) => turn(x, y)) : []));
  return {
    width,
    height,
    boxes: (drawn.objects ?? []).map(({ pos }) => parse(pos)),
    links: (drawn.edges ?? []).map(({ _draw_: line, _hdraw_: head, lp }) => ({
      curve: points(line, "b"),
      arrow: points(head, "P"),
      ...(lp !== undefined && { label: parse(lp) }),
    })),
  };
}

const room = ({ width, height }: Box): string =>
  `<table border="0" fixedsize="true" width="${Math.ceil(width)}" height="${Math.ceil(height)}"><tr><td></td></tr></table>`;

const round = (value: number): number => Math.round(value * 10) / 10;
