/**
 * Lockfiles of the apps. Each app is a package of this workspace and a build context of its own, so its folder holds its part
 * of the workspace's lockfile: an image is built from the very versions that the tests ran with.
 *
 * Run as a program (`pnpm run lockfiles`) this writes them.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readWantedLockfile, writeWantedLockfile } from "@pnpm/lockfile.fs";
import { pruneSharedLockfile } from "@pnpm/lockfile.pruner";
import { ROOT } from "./workspace";

const APPS = "apps/";
const FILE = "pnpm-lock.yaml";

/**
 * The text of each app's lockfile, made from the workspace's, by the app's folder (`apps/backend`).
 * @param root the folder of the workspace
 */
export async function appLockfiles(root: string): Promise<Readonly<Record<string, string>>> {
  const workspace = await readWantedLockfile(root, { ignoreIncompatible: false });
  if (workspace === null) return {};
  const { importers } = workspace;
  const apps = Object.entries(importers).filter(([folder]) => folder.startsWith(APPS));
  const texts = apps.map(async ([folder, importer]) => {
    const own = pruneSharedLockfile({
      ...workspace,
      importers: { ["." as keyof typeof importers]: importer },
    });
    // Catalogs belong to the workspace: an app names its versions itself.
    delete own.catalogs;
    return [folder, await lockfileText(own)] as const;
  });
  return Object.fromEntries(await Promise.all(texts));
}

/** pnpm's own writer gives files only. */
async function lockfileText(lockfile: Parameters<typeof writeWantedLockfile>[1]): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "strata-lockfile-"));
  try {
    await writeWantedLockfile(folder, lockfile);
    return readFileSync(join(folder, FILE), "utf8");
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The lockfile of an app, as it stands in its folder. */
export const appLockfile = (root: string, folder: string): string => join(root, folder, FILE);

async function main(): Promise<void> {
  for (const [folder, text] of Object.entries(await appLockfiles(ROOT)))
    writeFileSync(appLockfile(ROOT, folder), text);
}

if (require.main === module) void main();
