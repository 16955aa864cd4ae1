import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { affectedLayers, defaultBase, mergeBase } from "./affected";
import { discoverLayers, ROOT } from "./workspace";

/** The layers by name, each with those it reads: a chain, and one that stands alone. */
const READS: Readonly<Record<string, readonly string[]>> = {
  network: [],
  registry: [],
  services: ["network"],
  pipeline: ["services"],
};

const folder = mkdtempSync(join(tmpdir(), "strata-affected-"));
const origin = join(folder, "origin");
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const write = (path: string, content: object | string): void => {
  const file = join(origin, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
};
const git = (...args: string[]): string =>
  execFileSync("git", ["-c", "user.name=test", "-c", "user.email=test@localhost", ...args], {
    cwd: origin,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  }).trim();
const commit = (): string => {
  git("add", "--all");
  git("commit", "--quiet", "--message", "A change");
  return git("rev-parse", "HEAD");
};
const append = (path: string): void => {
  appendFileSync(join(origin, path), "\n// changed\n");
};

/** pnpm's lockfile of the workspace, in which registry alone has a library. */
const lockfile = (version: string): string =>
  [
    "lockfileVersion: '9.0'",
    "settings:\n  autoInstallPeers: true\n  excludeLinksFromLockfile: false",
    "importers:",
    "  .: {}",
    "  packages/core: {}",
    ...Object.entries(READS).flatMap(([name, reads]) => [
      `  packages/${name}:`,
      "    dependencies:",
      ...["core", ...reads].map(
        (one) => `      '@x/${one}':\n        specifier: workspace:*\n        version: link:../${one}`,
      ),
      ...(name === "registry"
        ? [`      picocolors:\n        specifier: ^1.0.0\n        version: ${version}`]
        : []),
    ]),
    `packages:\n  picocolors@${version}:\n    resolution: {integrity: sha512-${version}}`,
    `snapshots:\n  picocolors@${version}: {}`,
  ].join("\n") + "\n";

beforeAll(() => {
  mkdirSync(origin);
  git("init", "--quiet", "--initial-branch=main");
  write("pnpm-workspace.yaml", "packages:\n  - packages/*\n");
  write("package.json", { name: "x", private: true, packageManager: "pnpm@10.28.0" });
  write("pnpm-lock.yaml", lockfile("1.1.0"));
  // The real tasks and their inputs are what is tested, without those of single packages.
  const turbo = JSON.parse(readFileSync(join(ROOT, "turbo.json"), "utf8")) as { tasks: object };
  const tasks = Object.fromEntries(Object.entries(turbo.tasks).filter(([name]) => !name.includes("#")));
  write("turbo.json", { ...turbo, tasks });
  write("tsconfig.base.json", {});
  write(".gitignore", "/node_modules\n");
  write("README.md", "The workspace");
  write("packages/core/package.json", { name: "@x/core", version: "0.0.0", scripts: { build: "true" } });
  write("packages/core/index.ts", "");
  for (const [name, reads] of Object.entries(READS)) {
    write(`packages/${name}/package.json`, {
      name: `@x/${name}`,
      version: "0.0.0",
      exports: { "./layer": "./layer.js" },
      scripts: { build: "true", settings: "true", synth: "true", plan: "true", deploy: "true" },
      dependencies: {
        ...Object.fromEntries(["core", ...reads].map((one) => [`@x/${one}`, "workspace:*"])),
        ...(name === "registry" && { picocolors: "^1.0.0" }),
      },
    });
    for (const file of ["README.md", "src/stack.ts", "environments/dev.ts"])
      write(`packages/${name}/${file}`, "");
  }
  commit();
});

const affected = async (root: string, base: string): Promise<string[]> => {
  symlinkSync(join(ROOT, "node_modules"), join(root, "node_modules"));
  try {
    const layers = discoverLayers(root);
    return (await affectedLayers(root, await mergeBase(root, base), layers)).map(({ name }) => name);
  } finally {
    rmSync(join(root, "node_modules"));
  }
};
const ALL = ["network", "services", "pipeline", "registry"];

test.each<[string, string[], string[]]>([
  ["nothing", [], []],
  [
    "a layer's code: the layer and its readers",
    ["packages/network/src/stack.ts"],
    ["network", "services", "pipeline"],
  ],
  ["a layer which others read through another", ["packages/services/src/stack.ts"], ["services", "pipeline"]],
  ["a layer that nobody reads", ["packages/pipeline/src/stack.ts"], ["pipeline"]],
  ["a layer's settings", ["packages/network/environments/dev.ts"], ["network", "services", "pipeline"]],
  ["core", ["packages/core/index.ts"], ALL],
  ["what all are compiled with", ["tsconfig.base.json"], ALL],
  [
    "two layers",
    ["packages/registry/src/stack.ts", "packages/pipeline/src/stack.ts"],
    ["pipeline", "registry"],
  ],
  ["a README, and that of a layer", ["README.md", "packages/network/README.md"], []],
])("a change of %s", async (_, files, expected) => {
  git("switch", "--quiet", "--force-create", "topic", "main");
  files.forEach(append);
  if (files.length > 0) commit();
  await expect(affected(origin, "main")).resolves.toEqual(expected);
});

test("a library in the lockfile selects the layer that uses it", async () => {
  git("switch", "--quiet", "--force-create", "topic", "main");
  write("pnpm-lock.yaml", lockfile("1.1.1"));
  commit();
  await expect(affected(origin, "main")).resolves.toEqual(["registry"]);
});

test("what is not committed counts", async () => {
  git("switch", "--quiet", "--force-create", "topic", "main");
  append("packages/pipeline/src/stack.ts");
  const layers = await affected(origin, "main");
  git("restore", ".");
  expect(layers).toEqual(["pipeline"]);
});

test("what others have merged since is not ours", async () => {
  git("switch", "--quiet", "--force-create", "topic", "main");
  append("packages/services/src/stack.ts");
  commit();
  git("switch", "--quiet", "--create", "ahead", "main");
  append("packages/registry/src/stack.ts");
  commit();
  git("switch", "--quiet", "topic");
  await expect(affected(origin, "ahead")).resolves.toEqual(["services", "pipeline"]);
});

test("a shallow clone is refused, as Turborepo would select everything", async () => {
  git("switch", "--quiet", "--force-create", "topic", "main");
  append("packages/pipeline/src/stack.ts");
  commit();
  const clone = join(folder, "clone");
  const url = pathToFileURL(origin).href;
  execFileSync("git", ["clone", "--quiet", "--depth=1", "--no-single-branch", "--branch=topic", url, clone]);
  const shallow = affected(clone, "origin/main");
  await expect(shallow).rejects.toMatchObject({ code: "no-merge-base", exitCode: 3 });
  await expect(shallow).rejects.toThrow(/a shallow one, and origin\/main .*fetch-depth: 0/);
  execFileSync("git", ["fetch", "--quiet", "--unshallow"], { cwd: clone });
  await expect(affected(clone, "origin/main")).resolves.toEqual(["pipeline"]);
});

test("a branch that is not there is refused", async () => {
  const unknown = affected(origin, "origin/main");
  await expect(unknown).rejects.toMatchObject({ code: "no-merge-base", exitCode: 3 });
  await expect(unknown).rejects.toThrow("This checkout and origin/main have");
});

test.each([
  [{}, "origin/main"],
  [{ GITHUB_BASE_REF: "" }, "origin/main"],
  [{ GITHUB_BASE_REF: "release" }, "origin/release"],
])("with %j the base is %s", (env, base) => {
  expect(defaultBase(env)).toBe(base);
});
