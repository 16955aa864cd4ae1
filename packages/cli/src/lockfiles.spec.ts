import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { appLockfile, appLockfiles } from "./lockfiles";
import { ROOT } from "./workspace";

const read = (file: string): string => (existsSync(file) ? readFileSync(file, "utf8") : "");
const apps = readdirSync(join(ROOT, "apps"))
  .map((name) => `apps/${name}`)
  .filter((folder) => existsSync(join(ROOT, folder, "package.json")));

test("every app has its part of the workspace's lockfile", async () => {
  const wanted = await appLockfiles(ROOT);
  expect(Object.keys(wanted)).toEqual(apps);
  const outdated = apps.filter((folder) => read(appLockfile(ROOT, folder)) !== wanted[folder]);
  // What to do about it: pnpm run lockfiles
  expect(outdated).toEqual([]);
});

test.each(apps)("%s can be installed outside of the workspace, from exact versions", (folder) => {
  const { dependencies = {}, devDependencies = {} } = JSON.parse(
    read(join(ROOT, folder, "package.json")),
  ) as {
    dependencies?: Record<string, string>;
    devDependencies?: Record<string, string>;
  };
  const versions = Object.values({ ...dependencies, ...devDependencies });
  expect(versions.filter((version) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
});
