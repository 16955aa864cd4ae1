import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lockAtBase } from "./base";
import { LOCK_FILE, printLock, type ContractsLock } from "./lock";

jest.setTimeout(60_000);

const lock = (owner: string): ContractsLock => ({
  version: 1,
  contracts: { network: { version: 1, digest: "d", owner, fields: {} } },
  edges: [],
});

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "strata-base-"))));
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const git = (cwd: string, ...args: string[]): string =>
  execFileSync(
    "git",
    ["-c", "user.name=x", "-c", "user.email=x@example.com", "-c", "commit.gpgsign=false", ...args],
    { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] },
  ).trim();

/** Commits these files; undefined removes one. */
const commit = (cwd: string, files: Readonly<Record<string, string>>): void => {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(cwd, name, ".."), { recursive: true });
    writeFileSync(join(cwd, name), text);
  }
  git(cwd, "add", "-A");
  git(cwd, "commit", "-qm", "x");
};

/** A repository whose main has gone on after the branch was begun. */
function repository(at = "."): string {
  const root = join(folder, "repository");
  mkdirSync(root);
  git(root, "init", "-q", "-b", "main");
  commit(root, { [join(at, LOCK_FILE)]: printLock(lock("@o/base")) });
  git(root, "checkout", "-q", "-b", "branch");
  commit(root, { [join(at, LOCK_FILE)]: printLock(lock("@o/branch")) });
  git(root, "checkout", "-q", "main");
  commit(root, { [join(at, LOCK_FILE)]: printLock(lock("@o/main")) });
  git(root, "checkout", "-q", "branch");
  return root;
}

const ownerAt = async (root: string, reference: string): Promise<string | undefined> =>
  (await lockAtBase(root, reference)).lock?.contracts.network?.owner;

test("is the lock where the branch was begun, neither main's nor the branch's own", async () => {
  const root = repository();
  expect(await ownerAt(root, "main")).toBe("@o/base");
  const { name } = await lockAtBase(root, "main");
  expect(name).toMatch(/^contracts\.lock\.json at the merge base with main \([0-9a-f]{12}\)$/);
});

test("is found in a workspace which is a folder of a larger repository", async () => {
  expect(await ownerAt(join(repository("infra"), "infra"), "main")).toBe("@o/base");
});

test("is not there where the base had none yet", async () => {
  const root = join(folder, "new");
  mkdirSync(root);
  git(root, "init", "-q", "-b", "main");
  commit(root, { "README.md": "x" });
  git(root, "checkout", "-q", "-b", "branch");
  commit(root, { [LOCK_FILE]: printLock(lock("@o/branch")) });
  expect((await lockAtBase(root, "main")).lock).toBeUndefined();
});

const missing = (reference: string): Error =>
  expect.objectContaining({
    code: "no-merge-base",
    exitCode: 3,
    message: expect.stringMatching(
      new RegExp(`${reference} have no commit in common.*fetch-depth: 0`),
    ) as string,
  }) as Error;

test("a reference which is not there", async () => {
  const root = repository();
  await expect(lockAtBase(root, "origin/main")).rejects.toThrow(missing("origin/main"));
  await expect(lockAtBase(root, "--help")).rejects.toThrow(missing("--help"));
});

test("a shallow clone, which ends before the merge base", async () => {
  const root = repository();
  git(folder, "clone", "-q", "--depth=1", "--no-single-branch", `file://${root}`, "shallow");
  await expect(lockAtBase(join(folder, "shallow"), "origin/main")).rejects.toThrow(missing("origin/main"));
});

test("no repository", async () => {
  await expect(lockAtBase(folder, "main")).rejects.toThrow(missing("main"));
});

test("a broken lock says which one it is", async () => {
  const root = join(folder, "broken");
  mkdirSync(root);
  git(root, "init", "-q", "-b", "main");
  commit(root, { [LOCK_FILE]: "{" });
  await expect(lockAtBase(root, "main")).rejects.toThrow(
    /^contracts\.lock\.json at the merge base with main .* can't be read/,
  );
});
