import { layerGraphSchema } from "@strata/report/graph";
import { readLock } from "./contracts/lock";
import { graphSection, writtenGraph } from "./graph-docs";
import { layerGraph } from "./layer-graph";
import { discoverLayers, ROOT } from "./workspace";

const graph = layerGraph(discoverLayers(), readLock(ROOT).edges);

test("the README shows the layers as they are; if not: ./strata graph --write", () => {
  expect(writtenGraph()).toBe(graphSection(graph));
});

test("the graph has all layers with owner and contents, and every declared edge with what is used", () => {
  expect(layerGraphSchema.parse(graph)).toEqual(graph);
  expect(graph.layers.map(({ name }) => name).sort()).toEqual([
    "database",
    "foundation",
    "images",
    "network",
    "pipeline",
    "registry",
    "services",
  ]);
  for (const { owner, holds } of graph.layers) {
    expect(owner).toMatch(/^@[\w-]+\/[\w-]+$/);
    expect(holds).not.toBe("");
  }
  expect(graph.edges).toHaveLength(readLock(ROOT).edges.length);
  const optional = graph.layers.filter((layer) => layer.optional).map(({ name }) => name);
  expect(optional).toEqual(["images"]);
  // No environment of this repository has it.
  const always = graph.edges.filter(
    ({ reader, producer }) => ![reader, producer].some((one) => optional.includes(one)),
  );
  for (const { uses } of always) expect(uses).not.toEqual([]);
});

test("a layer of another repository is in the graph with what it uses", () => {
  const edge = { reader: "search", owner: "@strata/search-team", producer: "network", uses: ["vpc_id"] };
  const { layers, edges } = layerGraph(discoverLayers(), [...readLock(ROOT).edges, edge]);
  expect(layers).toContainEqual(expect.objectContaining({ name: "search", owner: "@strata/search-team" }));
  expect(edges).toContainEqual({ reader: "search", producer: "network", uses: ["vpc_id"] });
});
