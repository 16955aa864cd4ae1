import type { Difference } from "./differences";
import type { IsConfigured } from "./configured";
import { overlap } from "./paths";
import type { PlannedLayer } from "./planned-layer";
import type { PlanResourceChange } from "./plan";

/**
 * What of the changes outside of Terraform is worth a word. Terraform's own list is long, as resources mirror each other:
 * the rules of a security group, which are resources of their own, stand in the group too since the last refresh.
 * - A resource that was destroyed always is.
 * - In a plan, what the plan changes back.
 * - In a look for drift, what the code sets; and tags, of which the provider sets some everywhere.
 * @param found where the resource is different from what the state says
 * @param planned where the plan changes the same resource; nothing when it destroys it
 */
export function relevantDrift(
  kind: PlannedLayer["kind"],
  { address, change }: PlanResourceChange,
  found: readonly Difference[],
  planned: readonly Difference[],
  isConfigured: IsConfigured,
): readonly Difference[] {
  if (change.actions.includes("delete")) return found;
  return found.filter(({ path }) =>
    kind === "drift"
      ? isConfigured(address, path) || isTag(path, found)
      : planned.some((other) => overlap(path, other.path)),
  );
}

/** Whether a tag differs; one that stands in both attributes that have tags counts once. */
function isTag([name, key]: Difference["path"], found: readonly Difference[]): boolean {
  if (name === "tags") return true;
  return name === "tags_all" && !found.some(({ path }) => path[0] === "tags" && path[1] === key);
}
