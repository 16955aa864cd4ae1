import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { ROOT } from "./workspace";

interface PackageJson {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

interface Lockfile {
  readonly packages: Readonly<Record<string, { readonly resolution: Readonly<Record<string, string>> }>>;
}

interface Workspace {
  readonly catalog: Readonly<Record<string, string>>;
  readonly onlyBuiltDependencies: readonly string[];
}

const text = (path: string): string => readFileSync(join(ROOT, path), "utf8");
const tracked = (...patterns: string[]): string[] =>
  execFileSync("git", ["ls-files", ...patterns], { cwd: ROOT, encoding: "utf8" })
    .trim()
    .split("\n");

const workspace = parse(text("pnpm-workspace.yaml")) as Workspace;
const EXACT = /^(npm:(@[\w-]+\/)?[\w.-]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/;

test.each(tracked("package.json", "*/package.json"))("%s names exact versions", (file) => {
  const { dependencies, devDependencies } = JSON.parse(text(file)) as PackageJson;
  const versions = Object.entries({ ...dependencies, ...devDependencies });
  const open = versions.filter(
    ([, version]) => !EXACT.test(version) && !/^(workspace:\*|catalog:)$/.test(version),
  );
  expect(open).toEqual([]);
});

test("the catalog names exact versions", () => {
  for (const version of Object.values(workspace.catalog)) expect(version).toMatch(EXACT);
});

test.each(tracked("pnpm-lock.yaml", "*/pnpm-lock.yaml"))(
  "%s has a checksum of each package, and no address",
  (file) => {
    const packages = Object.entries((parse(text(file)) as Lockfile).packages);
    expect(packages.length).toBeGreaterThan(10);
    const without = packages.filter(
      ([, { resolution }]) => !(resolution.integrity ?? "").startsWith("sha512-"),
    );
    expect(without.map(([name]) => name)).toEqual([]);
    expect(text(file)).not.toMatch(/tarball:|https?:\/\//);
  },
);

test("a stack from Turborepo's cache has the checksums of its providers with it", () => {
  const { tasks } = JSON.parse(text("turbo.json")) as {
    tasks: Readonly<Record<string, { readonly cache?: boolean; readonly outputs?: readonly string[] }>>;
  };
  const synths = Object.entries(tasks).filter(
    ([name, { cache }]) => /(^|#)synth$/.test(name) && cache !== false,
  );
  expect(synths.length).toBeGreaterThan(1);
  for (const [, { outputs }] of synths) expect(outputs).toEqual(tasks.synth?.outputs);
  expect(tasks.synth?.outputs).toContain("cdktf.out/stacks/*/.terraform.lock.hcl");
});

test("no package may run a script when it is installed", () => {
  expect(workspace.onlyBuiltDependencies).toEqual([]);
  expect(text("strata")).toContain("pnpm install --frozen-lockfile");
});

test.each(tracked("*requirements*.txt"))("%s names exact versions", (file) => {
  const lines = text(file)
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));
  expect(lines.length).toBeGreaterThan(1);
  for (const line of lines) expect(line).toMatch(/^[\w.-]+(\[[\w,-]+\])?==[\w.+-]+( *;.*)?$/);
});
