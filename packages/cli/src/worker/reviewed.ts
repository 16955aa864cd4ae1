import {
  digest,
  entriesOf,
  fits,
  isChange,
  type Comparison,
  type Plan,
  type PlanEntry,
  type PlannedLayer,
  type PlannedOutputs,
} from "@strata/report";
import type { LayerManifest } from "../core";
import type { Changes, ResourceChange } from "../events";
import { lookUp, lookUpPlanned } from "../published";
import type { Stack } from "../stack";
import type { State } from "../state-store";
import { outputsOf, usedValues, type Upstreams } from "./upstreams";

/** What a layer is deployed from, at the time of the deployment. */
export interface Sources {
  readonly commit: string | undefined;
  readonly stack: Pick<Stack, "digest" | "manifest" | "signsIn">;
  /** The layer's own state; undefined when there is none. */
  readonly state: Pick<State, "serial" | "lineage"> | undefined;
  readonly upstreams: Pick<Upstreams, "deployed">;
}

/** Why the plan file which was reviewed can't be applied as it is, in words; nothing when it can. */
export function whyPlannedAgain(
  reviewed: PlannedLayer,
  hasPlanFile: boolean,
  { commit, stack, state, upstreams }: Sources,
): string[] {
  if (reviewed.kind === "what-if")
    return ["when it was reviewed, layers that it reads were planned and not deployed yet"];
  const others = stack.manifest.reads.filter((read) => !isRead(reviewed, read, upstreams));
  return [
    ...whatBecameOfState(reviewed.state, state),
    ...(stack.digest === reviewed.stackDigest ? [] : [whatBecameOfCode(reviewed.commit, commit)]),
    ...others.map(({ name }) => `what it uses of ${name} is not what it was`),
    ...(hasPlanFile ? [] : ["its plan file is not there"]),
    ...(stack.signsIn ? ["its plan signs in to the registry as whoever made it"] : []),
  ];
}

/** When Terraform finds by itself that the state has moved on, which it may do at any moment. */
export const STATE_HAS_MOVED = "the state has moved on";

function whatBecameOfState(then: PlannedLayer["state"], now: Sources["state"]): string[] {
  if (then === null) return now === undefined ? [] : [`there is a state now, serial ${now.serial}`];
  if (now === undefined) return [`its state, serial ${then.serial}, is gone`];
  if (then.lineage !== now.lineage)
    return [`its state was made anew: its lineage is ${now.lineage}, and was ${then.lineage}`];
  return then.serial === now.serial
    ? []
    : [`the state has moved on from serial ${then.serial} to ${now.serial}`];
}

function whatBecameOfCode(then: string | undefined, now: string | undefined): string {
  const commits =
    then === undefined || now === undefined || then === now
      ? ""
      : ` (commit ${then.slice(0, 8)} then, ${now.slice(0, 8)} now)`;
  return `code or settings are not those of the review${commits}`;
}

type Read = LayerManifest["reads"][number];

/** Whether the deployed values which a layer uses of another one are those that its plan was made with. */
const isRead = (reviewed: PlannedLayer, read: Read, { deployed }: Sources["upstreams"]): boolean =>
  reviewed.upstreams[read.name] === digest(usedValues(read, { deployed: deployed.get(read.name) }));

/**
 * Whether a layer is planned from what it was planned from then, as far as that was known.
 * @param planned the outputs of a layer as they were planned in the same review; undefined when it was not part of it
 */
export const hasSameSources = (
  reviewed: PlannedLayer,
  { stack, upstreams }: Sources,
  planned: (layer: string) => PlannedOutputs | undefined,
): boolean =>
  stack.digest === reviewed.stackDigest &&
  stack.manifest.reads.every((read) => {
    if (isRead(reviewed, read, upstreams)) return true;
    const outputs = reviewed.kind === "what-if" ? planned(read.name) : undefined;
    return outputs !== undefined && cameOut(read, outputs, upstreams.deployed.get(read.name));
  });

/** Whether what a layer uses of another one was deployed as it was planned, as far as that was known. */
const cameOut = ({ uses }: Read, planned: PlannedOutputs, deployed: State | undefined): boolean =>
  uses.every((path) => {
    const was = lookUpPlanned(planned, path);
    const is = lookUp(outputsOf(deployed), path);
    if ("unknown" in was) return true;
    return "found" in was && "found" in is && fits(was.found, was.partly, is.found);
  });

/** What a plan changes, as Terraform itself would have told while it planned. */
export function changesOf(plan: Plan): Changes & { readonly empty: boolean } {
  const entries = [...entriesOf(plan).values()].filter(isChange);
  const resources = entries.filter(({ type }) => type !== "");
  const count = (action: string): number =>
    resources.filter(({ actions }) => actions.includes(action)).length;
  return {
    add: count("create"),
    change: count("update"),
    remove: count("delete"),
    outputs: entries.length - resources.length,
    resources: resources.map((entry) => ({ address: entry.subject, action: actionOf(entry) })),
    empty: entries.length === 0,
  };
}

function actionOf({ actions, movedFrom }: PlanEntry): ResourceChange["action"] {
  if (actions.includes("delete")) return actions.includes("create") ? "replace" : "delete";
  if (actions.includes("create")) return "create";
  if (actions.includes("update")) return "update";
  if (actions.includes("forget")) return "remove";
  return movedFrom === undefined ? "import" : "move";
}

/** Which way a layer went that was planned again, as a notice. */
export function wayTaken(
  { kind }: Pick<PlannedLayer, "kind">,
  why: readonly string[],
  { done, remaining, begun }: Omit<Comparison, "differences">,
): string {
  const reason =
    kind === "what-if"
      ? "planned after the layers that it reads were deployed"
      : `planned again: ${why.join("; ")}`;
  // Of a what-if, a change may be less than reviewed without anybody having begun it: what was unknown came out as it had been.
  if (kind === "what-if" && done === 0)
    return `${reason}; same changes as reviewed, in everything that was known then`;
  if (done === 0 && begun === 0) return `${reason}; same changes as reviewed`;
  const total = done + remaining;
  if (remaining === 0) return `${reason}; nothing is left to do of the ${total} reviewed changes`;
  const which = begun === 0 ? "" : ` (${begun} of them begun)`;
  return `${reason}; ${remaining} of the ${total} reviewed changes are left to do${which}, and the same as reviewed`;
}
