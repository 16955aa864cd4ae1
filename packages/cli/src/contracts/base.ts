/** The lock as it was where a branch left another one. */
import { execFileSync } from "node:child_process";
import { baseMissing } from "../core";
import { LOCK_FILE, parseLock, type ContractsLock } from "./lock";

/** A lock of the repository's history. */
export interface BaseLock {
  /** For people: the file, and of which commit it is. */
  readonly name: string;
  readonly commit: string;
  /** Undefined where there was none yet. */
  readonly lock?: ContractsLock;
}

/**
 * The lock at the merge base of the checkout and a reference, such as `origin/main`.
 * @throws baseMissing, and what a broken lock throws
 */
export function lockAtBase(root: string, reference: string): BaseLock {
  const git = (...args: string[]): string =>
    execFileSync("git", args, { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }).trimEnd();
  const commit = mergeBase(git, reference);
  const name = `${LOCK_FILE} at the merge base with ${reference} (${commit.slice(0, 8)})`;
  // A path from the working folder, which may be deeper than the repository's root.
  const isThere = git("ls-tree", "--name-only", commit, "--", LOCK_FILE) !== "";
  if (!isThere) return { name, commit };
  return { name, commit, lock: parseLock(git("show", `${commit}:./${LOCK_FILE}`), name) };
}

function mergeBase(git: (...args: string[]) => string, reference: string): string {
  try {
    const tip = git("rev-parse", "--verify", "--quiet", "--end-of-options", `${reference}^{commit}`);
    return git("merge-base", tip, "HEAD");
  } catch (error) {
    const { stderr } = error as { readonly stderr?: string };
    throw baseMissing(reference, stderr?.trim() ?? (error as Error).message);
  }
}
