import type { CrossCheck } from "@strata/core";

/** Reports a name which AWS would refuse in an identifier. */
export function checkName({ report }: CrossCheck, path: PropertyKey[], given: string): void {
  if (given.includes("--")) report(path, "must not have two hyphens in a row: AWS refuses that");
}
