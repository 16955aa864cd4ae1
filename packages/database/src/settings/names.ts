import type { CrossCheck } from "@strata/core";

/** Reports a name which AWS would refuse at the end of an identifier. */
export function checkName({ report }: CrossCheck, path: PropertyKey[], given: string): void {
  if (/--|-$/.test(given)) report(path, "must not end with a hyphen, or have two in a row: AWS refuses that");
}
