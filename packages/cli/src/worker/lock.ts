import type { LockHolder } from "../core";
import type { Work } from "./record";

/** What a worker knows when it meets a locked state. */
export interface LockContext {
  /** The killed work whose place this worker took, if there was one. */
  readonly abandoned: Pick<Work, "user" | "host" | "since"> | undefined;
  /** The IDs of the locks which Terraforms of this checkout have tried to take, as far as they may not have released them. */
  readonly tried: readonly string[];
  /** Whether a Terraform on this machine may be at work on this state. */
  readonly terraformRuns: boolean;
  /** Whether the time to wait for somebody else is over. */
  readonly waitedEnough: boolean;
}

/** The variables which make Terraform write down the IDs of the locks that it tries to take, and little else. */
export const lockLogging = (file: string): NodeJS.ProcessEnv => ({ TF_LOG_CORE: "INFO", TF_LOG_PATH: file });

/** The IDs in such a log. The line is there before AWS is asked, whatever becomes of the answer. */
export const locksTried = (log: string): string[] =>
  [...log.matchAll(/Attempting to lock remote state.*?lock\.id=(\S+)/g)].map(([, id = ""]) => id);

/** Who held a lock by what Terraform says of it (`Lock Info`); undefined where it says nothing of that. */
export function holderIn(words: string): LockHolder | undefined {
  const [id, operation, who, created] = ["ID", "Operation", "Who", "Created"].map(
    (name) => new RegExp(`^ *${name}: +(.+)$`, "m").exec(words)?.[1],
  );
  if (id === undefined || operation === undefined || who === undefined || created === undefined)
    return undefined;
  // Go's own form: 2026-11-22 10:06:43.866937782 +0000 UTC
  return { id, operation, who, created: created.replace(/^(\S+) ([\d:]+).* \+0000 UTC$/, "$1T$2Z") };
}

/**
 * What to do about a locked state. Only a lock that certainly was left behind is released, and not while a Terraform on this
 * machine could be its owner. Either a Terraform of this checkout made it, by its ID: the answer to its request was lost, and
 * its second try met the lock of the first. Or a killed run did: it carries the user and machine of that run, and was made
 * after that run began.
 */
export function decideLock(holder: LockHolder, context: LockContext): "release" | "wait" | "refuse" {
  const { abandoned, tried, terraformRuns, waitedEnough } = context;
  const isLeftBehind =
    tried.includes(holder.id) ||
    (abandoned !== undefined &&
      holder.who === `${abandoned.user}@${abandoned.host}` &&
      Date.parse(holder.created) >= Date.parse(abandoned.since));
  if (isLeftBehind && !terraformRuns) return "release";
  return waitedEnough ? "refuse" : "wait";
}
