import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ExitCode } from "../core";
import type { CommonOptions } from "../program";
import { terraformEnvironment } from "../terraform/environment";
import { turboProgram } from "../turbo";
import { ROOT } from "../workspace";

/** The parts of jest's JSON results that are summed up. */
interface JestResults {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  /** Files which failed without a test of theirs failing, such as one that doesn't load. */
  readonly numRuntimeErrorTestSuites: number;
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

/** How many tests ended how. */
export interface Totals {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export const addUp = (results: readonly JestResults[]): Totals =>
  results.reduce<Totals>(
    ({ passed, failed, skipped }, result) => ({
      passed: passed + result.numPassedTests,
      failed: failed + result.numFailedTests + result.numRuntimeErrorTestSuites,
      skipped: skipped + result.numPendingTests,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  );

/** The line in which all tests end. */
export const totalLine = ({ passed, failed, skipped }: Totals): string =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;

/** The names of the tests which didn't run. */
export const skippedTests = (results: readonly JestResults[]): string[] =>
  results
    .flatMap(({ testResults }) => testResults)
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === "pending" || status === "todo")
    .map(({ fullName }) => fullName);

interface TestPackage {
  readonly directory: string;
  readonly scripts: Readonly<Record<string, string>>;
}

/** The folders of the workspace's packages that have tests. */
function testPackages(): TestPackage[] {
  const parents = ["packages", "apps"].map((name) => join(ROOT, name)).filter((path) => existsSync(path));
  const inParents = parents.flatMap((parent) => readdirSync(parent).map((name) => join(parent, name)));
  return [...inParents, join(ROOT, "e2e")]
    .filter((directory) => existsSync(join(directory, "package.json")))
    .map((directory) => {
      const json = JSON.parse(readFileSync(join(directory, "package.json"), "utf8")) as Partial<TestPackage>;
      return { directory, scripts: json.scripts ?? {} };
    });
}

function run(command: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<number> {
  const child = spawn(command, args, { cwd, env, stdio: ["ignore", 2, 2] });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (exitCode) => {
      resolve(exitCode ?? 1);
    });
  });
}

const readResults = (file: string): JestResults[] =>
  existsSync(file) ? [JSON.parse(readFileSync(file, "utf8")) as JestResults] : [];

/**
 * `strata test`: the unit tests through Turborepo, then lint and all end-to-end tests side by side, as these wait for the
 * timers of the provider much of the time. The last line is the sum.
 */
export async function test(options: CommonOptions & { readonly units?: boolean }): Promise<ExitCode> {
  const packages = testPackages();
  const withUnits = packages.filter(({ scripts }) => "test" in scripts);
  const withEndToEnd = options.units === true ? [] : packages.filter(({ scripts }) => "e2e" in scripts);
  const files = [
    ...withUnits.map(({ directory }) => join(directory, "test-results.json")),
    ...withEndToEnd.map(({ directory }) => join(directory, "e2e-results.json")),
  ];
  // What an earlier run has left must not count for this one.
  for (const file of files) rmSync(file, { force: true });

  // Some unit tests ask Terraform too, without a provider.
  const env = { ...process.env, ...(await terraformEnvironment(ROOT)).variables };
  const turbo = [
    turboProgram(ROOT),
    "run",
    "build",
    "test",
    "--continue",
    "--output-logs=errors-only",
    "--ui=stream",
  ];
  const exitCodes = [await run(process.execPath, turbo, ROOT, env)];
  const scripts = [
    { directory: ROOT, script: "lint" },
    ...withEndToEnd.map(({ directory }) => ({ directory, script: "e2e" })),
  ];
  exitCodes.push(
    ...(await Promise.all(
      scripts.map(({ directory, script }) => run("pnpm", ["run", script], directory, env)),
    )),
  );

  const silent = files.filter((file) => !existsSync(file));
  for (const file of silent)
    process.stderr.write(`No results: ${file} was not written. The reason is above.\n`);
  const results = files.flatMap(readResults);
  for (const name of skippedTests(results)) process.stderr.write(`skipped: ${name}\n`);
  const sum = addUp(results);
  // A package whose tests didn't run to the end has failed, though none of its tests says so.
  const failed = sum.failed + silent.length;
  const isClean = exitCodes.every((code) => code === 0);
  const totals = { ...sum, failed: isClean ? failed : Math.max(1, failed) };
  process.stdout.write(`${options.json === true ? JSON.stringify(totals) : totalLine(totals)}\n`);
  return totals.failed === 0 ? ExitCode.done : ExitCode.failed;
}
