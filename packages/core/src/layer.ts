import type { Contract } from "./contract";

/** A layer: one package, one cdktf app, one stack, one state, one owner. */
export interface Layer<
  N extends string = string,
  P extends Contract = Contract,
  R extends readonly Contract[] = readonly Contract[],
> {
  readonly name: N;
  /** The team that owns it, as GitHub writes it: `@organization/team`. */
  readonly owner: string;
  readonly publishes: P;
  /** The edges: whose contracts it reads. All else (order, rights, checks) is derived from here. */
  readonly reads: R;
  /** Whether an environment may go without it: one that has no settings of it does. */
  readonly optional: boolean;
}

/** Declares a layer. Its contract has the layer's name. */
export function defineLayer<
  const N extends string,
  P extends Contract<N>,
  const R extends readonly Contract[] = readonly [],
>(layer: { name: N; owner: string; publishes: P; reads?: R; optional?: boolean }): Layer<N, P, R> {
  return { ...layer, reads: layer.reads ?? ([] as unknown as R), optional: layer.optional ?? false };
}
