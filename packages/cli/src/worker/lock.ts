import type { LockHolder } from "../core";
import type { Work } from "./record";

/** What a worker knows when it meets a locked state. */
export interface LockContext {
  /** The killed work whose place this worker took, if there was one. */
  readonly abandoned: Pick<Work, "user" | "host" | "since"> | undefined;
  /** Whether a Terraform on this machine may be at work on this state. */
  readonly terraformRuns: boolean;
  /** Whether the time to wait for somebody else is over. */
  readonly waitedEnough: boolean;
}

/**
 * What to do about a locked state. Only a lock which certainly was left behind by a killed run is released: it
 * carries the user and machine of that run, it was made after that run began, and no Terraform on this machine
 * could be its owner.
 */
export function decideLock(holder: LockHolder, context: LockContext): "release" | "wait" | "refuse" {
  const { abandoned, terraformRuns, waitedEnough } = context;
  const isLeftBehind =
    abandoned !== undefined &&
    holder.who === `${abandoned.user}@${abandoned.host}` &&
    Date.parse(holder.created) >= Date.parse(abandoned.since);
  if (isLeftBehind && !terraformRuns) return "release";
  return waitedEnough ? "refuse" : "wait";
}
