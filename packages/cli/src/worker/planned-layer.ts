import { digest, planDigest, plannedOutputs, type Plan, type PlannedLayer } from "@strata/report";
import type { StrataError } from "../core";
import type { RunInfo } from "../run";
import type { Stack } from "../stack";
import type { State } from "../state-store";
import { usedValues, type Upstreams } from "./upstreams";

/** All that a plan of a layer was made from. */
export interface PlanSources {
  readonly kind: PlannedLayer["kind"];
  readonly info: Pick<RunInfo, "commit" | "reviewable">;
  readonly stack: Stack;
  /** The layer's own state before the plan; undefined when there was none. */
  readonly state: State | undefined;
  readonly upstreams: Upstreams;
  /** ISO 8601. */
  readonly plannedAt: string;
}

/** What stands beside the plan of a layer. */
export function plannedLayer(
  { kind, info, stack, state, upstreams, plannedAt }: PlanSources,
  result: { readonly plan: Plan } | { readonly error: StrataError },
): PlannedLayer {
  const { manifest } = stack;
  const digestOf = (read: (typeof manifest.reads)[number]): string => {
    const planned = upstreams.planned.get(read.name);
    const deployed = upstreams.deployed.get(read.name);
    return digest(usedValues(read, planned === undefined ? { deployed } : { planned }));
  };
  return {
    version: 1,
    layer: manifest.layer,
    owner: manifest.owner,
    environment: manifest.environment,
    kind,
    reviewable: info.reviewable ?? false,
    ...(info.commit !== undefined && { commit: info.commit }),
    plannedAt,
    contract: manifest.contract,
    reads: manifest.reads.map(({ name, version, digest, uses }) => ({
      name,
      version,
      digest,
      uses: [...uses],
    })),
    stackDigest: stack.digest,
    ...("plan" in result && { changesDigest: planDigest(result.plan) }),
    state: state === undefined ? null : { serial: state.serial, lineage: state.lineage },
    upstreams: Object.fromEntries(manifest.reads.map((read) => [read.name, digestOf(read)])),
    paths: { ...stack.paths },
    ignored: { ...stack.ignored },
    outputs: "plan" in result ? plannedOutputs(result.plan) : {},
    ...("error" in result && { error: { code: result.error.code, message: result.error.message } }),
  };
}
