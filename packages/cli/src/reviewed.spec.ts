import { planDigest, planSchema, type PlannedLayer } from "@strata/report";
import type { StrataError } from "./core";
import type { LayerPlan } from "./plan-folder";
import { reviewedLayers } from "./reviewed";
import { plannedLayer } from "./testing/plans";

const PLAN = planSchema.parse({ format_version: "1.2" });

const layerPlan = (layer: string, change: Partial<PlannedLayer> = {}): LayerPlan => ({
  layer: plannedLayer(layer, { changesDigest: planDigest(PLAN), ...change }),
  plan: PLAN,
});

const choose = (plans: readonly LayerPlan[], ...names: string[]): string[] =>
  reviewedLayers(plans, { names, environment: "dev", directory: "plans" });

test("all that were reviewed, or those of them that are named", () => {
  const plans = [layerPlan("network"), layerPlan("services", { kind: "what-if" })];
  expect(choose(plans)).toEqual(["network", "services"]);
  expect(choose(plans, "services")).toEqual(["services"]);
});

test.each<[string, Partial<PlannedLayer>, string, RegExp]>([
  [
    "a what-if plan",
    { reviewable: false, kind: "what-if" },
    "what-if-never-applied",
    /A what-if plan can never be applied/,
  ],
  [
    "any plan of plan --what-if",
    { reviewable: false },
    "what-if-never-applied",
    /never be applied.* of services/,
  ],
  ["a look for drift", { reviewable: false, kind: "drift" }, "drift-never-applied", /nothing to deploy/],
  [
    "another environment",
    { environment: "prod" },
    "reviewed-for-another",
    /of environment prod, and this is dev/,
  ],
  ["a plan that failed", { error: { code: "c", message: "no more" } }, "reviewed-not-planned", /no more/],
  ["files of two plans", { changesDigest: "another" }, "reviewed-files-differ", /don't belong together/],
])("%s is refused, but not where it is not asked for", (_, change, code, message) => {
  const plans = [layerPlan("network"), layerPlan("services", change)];
  expect(choose(plans, "network")).toEqual(["network"]);
  expect(() => choose(plans)).toThrow(expect.objectContaining({ code, exitCode: 3 }) as StrataError);
  expect(() => choose(plans)).toThrow(message);
});

test("a layer which was not reviewed is refused", () => {
  expect(() => choose([layerPlan("network")], "services")).toThrow(
    /no plan of services in plans; there are plans of: network/,
  );
});
