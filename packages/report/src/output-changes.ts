import { CONTRACT_OUTPUT } from "@strata/core/contract";
import { differences, type Difference } from "./differences";
import { outputPath } from "./paths";
import type { Plan } from "./plan";
import type { PlannedLayer } from "./planned-layer";

/** Somebody who uses a value of another layer. */
export interface Reader {
  readonly layer: string;
  readonly owner: string;
}

/** A value that a layer publishes, which changes. */
export interface OutputDifference extends Difference {
  /** As the edges write it, such as `subnet_ids.db[0]`. */
  readonly written: string;
  readonly readers: readonly Reader[];
}

/**
 * The published values which change, each with who uses it. The contract's own version is not among them: it changes with
 * the fields, and readers check it by themselves.
 * @param layers all that may read this one
 */
export function outputChanges(
  layer: string,
  plan: Plan,
  layers: readonly PlannedLayer[],
): OutputDifference[] {
  const edges = layers.flatMap(({ layer: reader, owner, reads }) =>
    reads.filter(({ name }) => name === layer).map(({ uses }) => ({ layer: reader, owner, uses })),
  );
  return Object.entries(plan.output_changes)
    .filter(([name]) => name !== CONTRACT_OUTPUT)
    .flatMap(([name, change]) =>
      differences(change, () => false).map((one) => ({ ...one, path: [name, ...one.path] })),
    )
    .map((difference) => {
      const written = outputPath(difference.path);
      return {
        ...difference,
        written,
        readers: edges
          .filter(({ uses }) => uses.some((use) => isPartOf(use, written) || isPartOf(written, use)))
          .map(({ layer: reader, owner }) => ({ layer: reader, owner })),
      };
    });
}

/** Whether a path is another one or leads into it. */
const isPartOf = (path: string, whole: string): boolean =>
  path.startsWith(whole) && ["", ".", "["].includes(path.charAt(whole.length));
