import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { artifacts, CacheServer } from "./cache-server";
import { Checkout } from "./checkout";

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), "strata-cache-"));
const kept = join(folder, "kept");
const SYNTH = "packages/registry/cdktf.out/stacks/registry/cdk.tf.json";
const SETTINGS = "packages/registry/dist/environments/sbcntr.js";

/** Two servers over one folder: main writes through the one, pull requests read through the other. */
let forMain: CacheServer;
let forPullRequests: CacheServer;
const main = new Checkout();
const pullRequest = new Checkout();

beforeAll(async () => {
  forMain = await CacheServer.start({ folder: kept, token: "main", readOnly: false });
  forPullRequests = await CacheServer.start({ folder: kept, token: "pull-request", readOnly: true });
});

afterAll(async () => {
  await forMain.stop();
  await forPullRequests.stop();
  main.remove();
  pullRequest.remove();
  rmSync(folder, { recursive: true, force: true });
});

/** The environment of a job, on a machine that has built nothing yet. */
const job = (api: string, token: string, remote: "r" | "rw"): NodeJS.ProcessEnv => ({
  ...process.env,
  STRATA_ENV: "sbcntr",
  TURBO_API: api,
  TURBO_TOKEN: token,
  TURBO_TEAM: "strata",
  TURBO_CACHE: `local:rw,remote:${remote}`,
  TURBO_CACHE_DIR: mkdtempSync(join(folder, "local-")),
});

/** How many tasks were to be done, and how many of these came out of a cache. */
function tasks(output: string): { all: number; cached: number } {
  const [, cached, all] = /Cached: +(\d+) cached, (\d+) total/.exec(output) ?? [];
  if (cached === undefined || all === undefined) throw new Error(`Turborepo has not said it:\n${output}`);
  return { all: Number(all), cached: Number(cached) };
}

/** Synthesizes registry as a job does: `./strata` builds itself, then Turborepo runs what the layer needs. */
async function synthesize({ root }: Checkout, env: NodeJS.ProcessEnv) {
  rmSync(join(root, ".strata/built"), { force: true });
  await run("./strata", ["affected", "--all", "--json"], { cwd: root, env });
  const program = tasks(readFileSync(join(root, ".strata/build.log"), "utf8"));
  const turbo = ["run", "synth", "--filter=@strata/registry", "--ui=stream"];
  const { stdout, stderr } = await run("node_modules/.bin/turbo", turbo, {
    cwd: root,
    env,
    maxBuffer: 1 << 26,
  });
  const read = (file: string): string => readFileSync(join(root, file), "utf8");
  return {
    program,
    layer: tasks(stdout),
    output: stdout + stderr,
    stack: read(SYNTH),
    settings: read(SETTINGS),
  };
}

let written: Awaited<ReturnType<typeof synthesize>>;

test("main builds and writes", async () => {
  written = await synthesize(main, job(forMain.url, "main", "rw"));
  expect(written.program.cached).toBe(0);
  expect(artifacts(kept).length).toBeGreaterThanOrEqual(written.layer.all);
});

test("a pull request elsewhere builds nothing, and has the same stack and settings", async () => {
  const before = artifacts(kept);
  const read = await synthesize(pullRequest, job(forPullRequests.url, "pull-request", "r"));
  expect(read.program).toEqual({ all: written.program.all, cached: written.program.all });
  expect(read.layer).toEqual({ all: written.layer.all, cached: written.layer.all });
  expect(read.stack).toBe(written.stack);
  expect(read.settings).toBe(written.settings);
  expect(artifacts(kept)).toEqual(before);
});

test("what it changes it builds itself, and doesn't write", async () => {
  const before = artifacts(kept);
  pullRequest.edit(
    "packages/registry/environments/sbcntr.ts",
    '"sbcntr-frontend": {}',
    '"sbcntr-changed": {}',
  );
  const changed = await synthesize(pullRequest, job(forPullRequests.url, "pull-request", "r"));
  // All but the settings and the synth.
  expect(changed.layer.cached).toBe(changed.layer.all - 2);
  expect(changed.stack).toContain("sbcntr-changed");
  expect(artifacts(kept)).toEqual(before);
});

test("a token that may write doesn't write where the job only reads", async () => {
  const before = artifacts(kept);
  await synthesize(pullRequest, job(forMain.url, "main", "r"));
  expect(artifacts(kept)).toEqual(before);
});

test("a job that makes itself a writer is refused by the server for readers, and goes on", async () => {
  const before = artifacts(kept);
  const { output } = await synthesize(pullRequest, job(forPullRequests.url, "pull-request", "rw"));
  expect(output).toContain("read-only mode");
  expect(artifacts(kept)).toEqual(before);
});

test("the token of readers is none for the server of main", async () => {
  const { status } = await fetch(`${forMain.url}/v8/artifacts/0123456789abcdef?slug=strata`, {
    method: "PUT",
    headers: { authorization: "Bearer pull-request", "content-type": "application/octet-stream" },
    body: "x",
  });
  expect(status).toBe(401);
});

test("without the server everything is built, and nothing fails", async () => {
  const { layer, stack } = await synthesize(main, job("http://127.0.0.1:9", "pull-request", "r"));
  expect(layer.cached).toBeLessThan(layer.all);
  expect(stack).toBe(written.stack);
});
