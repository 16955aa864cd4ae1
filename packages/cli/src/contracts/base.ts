/** The locks as they were where a branch left another one. */
import { execFileSync } from "node:child_process";
import { mergeBase } from "../affected";
import { ACCESS_LOCK_FILE, parseAccessLock, type AccessLock } from "../core";
import { LOCK_FILE, parseLock, type ContractsLock } from "./lock";

/** A lock of the repository's history. */
export interface BaseLock<L> {
  /** For people: the file, and of which commit it is. */
  readonly name: string;
  /** Undefined where there was none yet. */
  readonly lock?: L;
}

/**
 * `contracts.lock.json` at the merge base of the checkout and a reference, such as `origin/main`.
 * @throws noMergeBase, and what a broken lock throws
 */
export const lockAtBase = (root: string, reference: string): Promise<BaseLock<ContractsLock>> =>
  atBase(root, reference, LOCK_FILE, parseLock);

/** `access.lock.json` there. @throws noMergeBase, and what a broken lock throws */
export const accessAtBase = (root: string, reference: string): Promise<BaseLock<AccessLock>> =>
  atBase(root, reference, ACCESS_LOCK_FILE, parseAccessLock);

async function atBase<L>(
  root: string,
  reference: string,
  file: string,
  parse: (text: string, where: string) => L,
): Promise<BaseLock<L>> {
  const git = (...args: string[]): string => execFileSync("git", args, { cwd: root, encoding: "utf8" });
  const commit = await mergeBase(root, reference);
  const name = `${file} at the merge base with ${reference} (${commit.slice(0, 12)})`;
  if (git("ls-tree", "--name-only", commit, "--", file) === "") return { name };
  // A path from the working folder, which may be deeper than the repository's root.
  return { name, lock: parse(git("show", `${commit}:./${file}`), name) };
}
