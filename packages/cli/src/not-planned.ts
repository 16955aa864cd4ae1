import type { LayerReport, Report } from "@strata/report";

const counts = {
  create: 0,
  update: 0,
  replace: 0,
  delete: 0,
  move: 0,
  import: 0,
  forget: 0,
  outputs: 0,
  drift: 0,
};

/**
 * A report with those layers too that were to be planned and have left no plan: what died before it could say why must
 * not look as if nothing changed.
 * @param layers the names of all that were to be planned
 */
export function withNotPlanned(report: Report, layers: readonly string[]): Report {
  const missing = layers.filter((name) => report.layers.every(({ layer }) => layer !== name));
  return { ...report, layers: [...report.layers, ...missing.map(notPlanned)] };
}

/** The report of a pull request that affects no layer. @param plannedAt ISO 8601 */
export const nothingPlanned = (environment: string, plannedAt: string): Report => ({
  version: 1,
  environment,
  plannedAt,
  layers: [],
  edges: [],
});

const notPlanned = (layer: string): LayerReport => ({
  layer,
  owner: "unknown",
  kind: "plan",
  error: "It has left no plan: its job ended before it could. The log of that job says why.",
  counts,
  changes: [],
  outputs: [],
  drift: [],
  moves: [],
  findings: [],
});
