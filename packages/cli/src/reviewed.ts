import { planDigest } from "@strata/report";
import {
  driftNeverApplied,
  notReviewed,
  reviewedFilesDiffer,
  reviewedForAnother,
  reviewedNotPlanned,
  together,
  whatIfNeverApplied,
  type StrataError,
} from "./core";
import type { LayerPlan } from "./plan-folder";

interface Wanted {
  /** All that were reviewed when none is named. */
  readonly names: readonly string[];
  readonly environment: string;
  /** The folder of the plans, for messages. */
  readonly directory: string;
}

/**
 * The layers to deploy of those that were reviewed.
 * @throws notReviewed, reviewedForAnother, driftNeverApplied, whatIfNeverApplied, reviewedNotPlanned, reviewedFilesDiffer
 */
export function reviewedLayers(
  plans: readonly LayerPlan[],
  { names, environment, directory }: Wanted,
): string[] {
  const known = plans.map(({ layer }) => layer.layer);
  const missing = names.filter((name) => !known.includes(name));
  if (missing.length > 0) throw notReviewed(missing, directory, known);
  const chosen = plans.filter(({ layer }) => names.length === 0 || names.includes(layer.layer));
  const layers = chosen.map(({ layer }) => layer);
  const namesOf = (some: typeof layers): string[] => some.map(({ layer }) => layer);

  const [other] = layers.filter((layer) => layer.environment !== environment);
  if (other !== undefined) throw reviewedForAnother(other.layer, other.environment, environment, directory);
  const drift = layers.filter(({ kind }) => kind === "drift");
  if (drift.length > 0) throw driftNeverApplied(namesOf(drift), directory);
  const onlyWhatIf = layers.filter(({ reviewable }) => !reviewable);
  if (onlyWhatIf.length > 0) throw whatIfNeverApplied(namesOf(onlyWhatIf), directory, environment);
  const [first, ...others] = chosen.flatMap((plan) => problemOf(plan, directory) ?? []);
  if (first !== undefined) throw together([first, ...others]);
  return namesOf(layers);
}

function problemOf({ layer, plan }: LayerPlan, directory: string): StrataError | undefined {
  if (layer.error !== undefined) return reviewedNotPlanned(layer.layer, layer.error.message);
  const isWhole =
    plan !== undefined && (layer.changesDigest === undefined || layer.changesDigest === planDigest(plan));
  return isWhole ? undefined : reviewedFilesDiffer(layer.layer, directory);
}
