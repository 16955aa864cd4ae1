/** The lock as it was where a branch left another one. */
import { execFileSync } from "node:child_process";
import { mergeBase } from "../affected";
import { LOCK_FILE, parseLock, type ContractsLock } from "./lock";

/** A lock of the repository's history. */
export interface BaseLock {
  /** For people: the file, and of which commit it is. */
  readonly name: string;
  /** Undefined where there was none yet. */
  readonly lock?: ContractsLock;
}

/**
 * The lock at the merge base of the checkout and a reference, such as `origin/main`.
 * @throws noMergeBase, and what a broken lock throws
 */
export async function lockAtBase(root: string, reference: string): Promise<BaseLock> {
  const git = (...args: string[]): string => execFileSync("git", args, { cwd: root, encoding: "utf8" });
  const commit = await mergeBase(root, reference);
  const name = `${LOCK_FILE} at the merge base with ${reference} (${commit.slice(0, 12)})`;
  if (git("ls-tree", "--name-only", commit, "--", LOCK_FILE) === "") return { name };
  // A path from the working folder, which may be deeper than the repository's root.
  return { name, lock: parseLock(git("show", `${commit}:./${LOCK_FILE}`), name) };
}
