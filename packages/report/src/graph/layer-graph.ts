import { z } from "zod";

/** The declared layers and edges as data: what `strata graph --format json` prints. */
export const layerGraphSchema = z.object({
  version: z.literal(1),
  /** Those that others read first. */
  layers: z.array(
    z.object({
      name: z.string(),
      owner: z.string(),
      /** What it holds, in a few words; empty when nothing is said. */
      holds: z.string(),
      /** Made once before all others, which don't read it. */
      bootstrap: z.boolean(),
      /** An environment may go without it. */
      optional: z.boolean(),
    }),
  ),
  edges: z.array(
    z.object({
      reader: z.string(),
      producer: z.string(),
      /** The values that the reader really uses, as paths of output names such as `subnet_ids.db`; `*` is any name which settings choose. */
      uses: z.array(z.string()),
    }),
  ),
});

export type LayerGraph = z.output<typeof layerGraphSchema>;

/** The fields of a contract which paths lead into, each once: `subnet_ids` of `subnet_ids.db` and `subnet_ids.app`. */
export const fieldsOf = (uses: readonly string[]): string[] => [
  ...new Set(uses.map((path) => path.replace(/[.[].*$/s, ""))),
];

/** A bootstrapped layer and those that come right after it: nobody reads it, but the ones that read nothing need it. */
export const bootstrapSteps = ({ layers, edges }: LayerGraph): { from: string; to: string }[] => {
  const first = layers.filter(
    ({ name, bootstrap }) => !bootstrap && !edges.some(({ reader }) => reader === name),
  );
  return layers
    .filter(({ bootstrap }) => bootstrap)
    .flatMap((from) => first.map((to) => ({ from: from.name, to: to.name })));
};
