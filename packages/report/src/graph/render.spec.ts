import { parseFragment, serialize } from "parse5";
import { layOut } from "./layout";
import { fieldsOf, type LayerGraph } from "./layer-graph";
import { renderMermaid, renderSvg } from "./render";

const GRAPH: LayerGraph = {
  version: 1,
  layers: [
    { name: "foundation", owner: "@o/p", holds: "state bucket, key", bootstrap: true, optional: false },
    { name: "network", owner: "@o/n", holds: "VPC, subnets", bootstrap: false, optional: false },
    { name: "end", owner: "@o/e", holds: "", bootstrap: false, optional: false },
  ],
  edges: [{ reader: "end", producer: "network", uses: ["subnet_ids.a", "subnet_ids.b", "vpc_id"] }],
};

const HOSTILE: LayerGraph = {
  version: 1,
  layers: ['"]; click x "javascript:alert(1)', "<script>alert(1)</script>"].map((name) => ({
    name,
    owner: "</svg><img src=x onerror=alert(1)>",
    holds: 'a\n"b" #quot;',
    bootstrap: false,
    optional: false,
  })),
  edges: [
    { reader: "<script>alert(1)</script>", producer: '"]; click x "javascript:alert(1)', uses: ['x"|y<br>'] },
  ],
};

test("fields are the first names of the paths that are used", () => {
  expect(fieldsOf(["subnet_ids.a", "subnet_ids.b", "lists[0]", "vpc_id"])).toEqual([
    "subnet_ids",
    "lists",
    "vpc_id",
  ]);
});

describe("Mermaid", () => {
  test("has layers with owners, edges with fields, and what is made before all", () => {
    expect(renderMermaid(GRAPH)).toBe(
      [
        "flowchart LR",
        '  foundation["foundation<br/>state bucket, key<br/>@o/p"]',
        '  network["network<br/>VPC, subnets<br/>@o/n"]',
        '  _end["end<br/>@o/e"]',
        "  foundation -.-> network",
        '  network -->|"subnet_ids<br/>vpc_id"| _end',
      ].join("\n"),
    );
  });

  test("an optional layer says so, and its edges are dotted", () => {
    const layers = GRAPH.layers.map((layer) => ({ ...layer, optional: layer.name === "end" }));
    expect(
      renderMermaid({ ...GRAPH, layers })
        .split("\n")
        .slice(3),
    ).toEqual([
      '  _end["end<br/>optional<br/>@o/e"]',
      "  foundation -.-> network",
      '  network -.->|"subnet_ids<br/>vpc_id"| _end',
    ]);
  });

  test("many fields of one edge are counted", () => {
    const uses = Array.from({ length: 12 }, (_, index) => `field_${index}`);
    const text = renderMermaid({ ...GRAPH, edges: [{ reader: "end", producer: "network", uses }] });
    expect(text).toContain("field_6<br/>and 5 more");
    expect(text).not.toContain("field_7");
  });

  test("no name ends its label", () => {
    const lines = renderMermaid(HOSTILE).split("\n");
    expect(lines).toHaveLength(4);
    for (const line of lines.slice(1))
      expect(line).toMatch(/^ {2}\w+(\["[^"<>]*(<br\/>[^"<>]*)*"\]| -->\|"[^"<>]*"\| \w+)$/);
  });
});

describe("SVG", () => {
  test("says to those who hear it what others see", async () => {
    const svg = await renderSvg(GRAPH);
    expect(svg).toContain('role="img"');
    expect(svg).toMatch(
      /aria-labelledby="graph-title graph-description"[^]*<title id="graph-title">Layers of Strata</,
    );
    expect(svg).toContain("end of @o/e reads network (subnet_ids, vpc_id).");
  });

  test("is the same each time, and whole by itself", async () => {
    const svg = await renderSvg(GRAPH);
    expect(await renderSvg(GRAPH)).toBe(svg);
    expect(svg).not.toMatch(/undefined|NaN|href|url\(/);
    expect(svg).toContain("prefers-color-scheme:dark");
  });

  test("names stay text", async () => {
    const svg = await renderSvg(HOSTILE);
    const tags = serialize(parseFragment(svg)).match(/<[a-z]+/g) ?? [];
    expect([...new Set(tags)].sort()).toEqual([
      "<desc",
      "<g",
      "<path",
      "<polygon",
      "<rect",
      "<style",
      "<svg",
      "<text",
      "<title",
      "<tspan",
    ]);
  });
});

describe("layout", () => {
  const boxes = Array.from({ length: 12 }, (_, index) => ({ width: 100 + 10 * index, height: 60 }));
  const links = boxes.flatMap((_, to) =>
    [1, 3].filter((back) => to >= back).map((back) => ({ from: to - back, to })),
  );

  test.each(["right", "down"] as const)(
    "%s: boxes lie in order, inside the picture and apart",
    async (direction) => {
      const layout = await layOut(boxes, links, direction);
      const places = layout.boxes.map(({ x, y }, index) => {
        const { width, height } = boxes[index] ?? { width: NaN, height: NaN };
        return { left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2 };
      });
      expect(places).toHaveLength(boxes.length);
      places.forEach((one, index) => {
        expect(one.left).toBeGreaterThanOrEqual(-1);
        expect(one.top).toBeGreaterThanOrEqual(-1);
        expect(one.right).toBeLessThanOrEqual(layout.width + 1);
        expect(one.bottom).toBeLessThanOrEqual(layout.height + 1);
        for (const other of places.slice(index + 1)) {
          const isApart = direction === "right" ? one.right < other.left : one.bottom < other.top;
          expect(isApart).toBe(true);
        }
      });
      expect(layout.links).toHaveLength(links.length);
      for (const { curve, arrow } of layout.links) {
        expect(curve.length % 3).toBe(1);
        expect(arrow).toHaveLength(3);
      }
    },
  );
});
