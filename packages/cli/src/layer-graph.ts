import type { LayerGraph } from "@strata/report/graph";
import type { LockedEdge } from "./contracts/lock";
import type { Layer } from "./core";
import { loadLayer, type LayerPackage } from "./workspace";

/**
 * The declared layers and edges as a graph. The layers must be built.
 * @param used the edges of `contracts.lock.json`, which say what each reader really uses, and who reads from elsewhere
 */
export function layerGraph(packages: readonly LayerPackage[], used: readonly LockedEdge[]): LayerGraph {
  const layers = packages
    .map((one) => ({ ...one, layer: loadLayer(one) }))
    .sort((a, b) => Number(b.bootstrap) - Number(a.bootstrap));
  const elsewhere = used.filter(({ reader }) => !layers.some(({ name }) => name === reader));
  const readers = new Map(elsewhere.map(({ reader, owner }) => [reader, owner]));
  return {
    version: 1,
    layers: [
      ...layers.map(({ name, holds, bootstrap, optional, layer }) => ({
        name,
        owner: layer.owner,
        holds,
        bootstrap,
        optional,
      })),
      ...[...readers].map(([name, owner]) => ({
        name,
        owner,
        holds: "in a repository of its own",
        bootstrap: false,
        optional: false,
      })),
    ],
    edges: [
      ...layers.flatMap(({ layer }) => edgesOf(layer, used)),
      ...elsewhere.map(({ reader, producer, uses }) => ({ reader, producer, uses: [...uses] })),
    ],
  };
}

const edgesOf = ({ name, reads }: Layer, used: readonly LockedEdge[]): LayerGraph["edges"] =>
  reads.map((producer) => ({
    reader: name,
    producer: producer.name,
    uses: [...(used.find((edge) => edge.reader === name && edge.producer === producer.name)?.uses ?? [])],
  }));
