import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PLAN_JSON_FILE, PLANNED_LAYER_FILE, type Plan, type PlannedLayer } from "@strata/report";

/** What stands beside the plan of a layer. */
export const plannedLayer = (layer: string, change: Partial<PlannedLayer> = {}): PlannedLayer => ({
  version: 1,
  layer,
  owner: `@acme/${layer}-team`,
  environment: "dev",
  kind: "plan",
  reviewable: true,
  plannedAt: "2026-01-01T10:00:00.000Z",
  contract: { name: layer, version: 1, digest: "d" },
  reads: [],
  stackDigest: "d",
  state: null,
  upstreams: {},
  paths: {},
  outputs: {},
  ...change,
});

/** A folder of plans as `strata plan --out` leaves it: a layer in which the given resources are made. */
export function writePlan(
  directory: string,
  { creates = [], drifts = [], layer = "network", ...change }: Partial<PlannedLayer> & PlanContent,
): void {
  const planned = plannedLayer(layer, change);
  const folder = join(directory, planned.layer);
  mkdirSync(folder, { recursive: true });
  const plan = {
    format_version: "1.2",
    resource_changes: creates.map((name) => resource(name, "create", null, { name })),
    resource_drift: drifts.map((name) => resource(name, "update", { name: "old" }, { name })),
    output_changes: {},
  } satisfies Partial<Plan>;
  writeFileSync(join(folder, PLAN_JSON_FILE), JSON.stringify(plan));
  writeFileSync(join(folder, PLANNED_LAYER_FILE), JSON.stringify(planned));
}

interface PlanContent {
  /** Names of buckets that are made. */
  readonly creates?: readonly string[];
  /** Names of buckets that somebody has changed. */
  readonly drifts?: readonly string[];
}

const resource = (name: string, action: string, before: object | null, after: object) => ({
  address: `aws_s3_bucket.${name}`,
  mode: "managed" as const,
  type: "aws_s3_bucket",
  name,
  change: {
    actions: [action],
    before,
    after,
    after_unknown: {},
    before_sensitive: {},
    after_sensitive: {},
  },
});
