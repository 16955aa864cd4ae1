import { planSchema, type Plan, type PlanChange, type PlanResourceChange } from "../plan";
import type { PlannedLayer } from "../planned-layer";

/** A change as a plan has it: from one value to another one. */
export const change = (before: unknown, after: unknown, more: Partial<PlanChange> = {}): PlanChange => ({
  actions: before === null ? ["create"] : after === null ? ["delete"] : ["update"],
  before,
  after,
  after_unknown: {},
  before_sensitive: {},
  after_sensitive: {},
  ...more,
});

/** A change of a resource of AWS. */
export const resource = (
  address: string,
  before: unknown,
  after: unknown,
  more: Partial<PlanChange> = {},
): PlanResourceChange => ({
  address,
  mode: "managed",
  type: address.split(".")[0] ?? "",
  name: address.split(".")[1] ?? "",
  change: change(before, after, more),
});

export const replaced = (
  address: string,
  before: unknown,
  after: unknown,
  replace_paths: (string | number)[][],
): PlanResourceChange => ({
  ...resource(address, before, after, { actions: ["delete", "create"], replace_paths }),
  action_reason: "replace_because_cannot_update",
});

export const plan = (resource_changes: readonly PlanResourceChange[], more: Partial<Plan> = {}): Plan => ({
  ...planSchema.parse({ format_version: "1.2" }),
  resource_changes: [...resource_changes],
  ...more,
});

export const plannedLayer = (layer: string, more: Partial<PlannedLayer> = {}): PlannedLayer => ({
  version: 1,
  layer,
  owner: `@example/${layer}-team`,
  environment: "dev",
  kind: "plan",
  reviewable: false,
  commit: "0123456789abcdef0123456789abcdef01234567",
  plannedAt: "2026-01-01T00:00:00.000Z",
  contract: { name: layer, version: 1, digest: "d" },
  reads: [],
  stackDigest: "d",
  state: null,
  upstreams: {},
  paths: {},
  outputs: {},
  ...more,
});

/** An edge, as the reader has it. */
export const reads = (name: string, ...uses: string[]): PlannedLayer["reads"][number] => ({
  name,
  version: 1,
  digest: "d",
  uses,
});
