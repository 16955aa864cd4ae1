import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { layersNotBuilt, settingsNotCompiled, turboFailed, type StrataError } from "./core";
import type { LayerPackage } from "./workspace";

/** What Turborepo shall run. */
export interface TurboTask {
  readonly root: string;
  readonly task:
    | "build"
    | "settings"
    | "synth"
    | "plan"
    | "what-if"
    | "drift"
    | "deploy"
    | "destroy"
    | "test";
  readonly layers: readonly Pick<LayerPackage, "packageName">[];
  /** Nothing but this task of these layers; otherwise all that Turborepo knows the task to depend on. */
  readonly only?: boolean;
  readonly env: NodeJS.ProcessEnv;
  readonly logFile: string;
}

/** The program of Turborepo, as installed in the workspace. */
export const turboProgram = (root: string): string =>
  createRequire(join(root, "package.json")).resolve("turbo/bin/turbo");

/**
 * Runs a task through Turborepo, which decides what runs when. A failed layer keeps its readers from starting,
 * and nobody else.
 *
 * It gets a session of its own: Turborepo kills its tasks soon after an interruption, and a worker must be given
 * the time that its Terraform needs.
 * @returns the exit code
 */
export function runTurbo({ root, task, layers, only = false, env, logFile }: TurboTask): Promise<number> {
  const args = [
    turboProgram(root),
    "run",
    task,
    ...layers.map(({ packageName }) => `--filter=${packageName}`),
    ...(only ? ["--only"] : []),
    "--continue=dependencies-successful",
    "--output-logs=errors-only",
    "--log-order=grouped",
    "--ui=stream",
    "--no-color",
  ];
  const log = openSync(logFile, "a");
  const child = spawn(process.execPath, args, {
    cwd: root,
    env,
    stdio: ["ignore", log, log],
    detached: true,
  });
  closeSync(log);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (exitCode) => {
      resolve(exitCode ?? 1);
    });
  });
}

/**
 * What the compiler says in a log of Turborepo, each line with the file from the root of the repository. Turborepo puts package
 * and task before it: `@strata/network:build: src/stack.ts(1,1): error TS1: ...`
 */
export function compilerErrors(log: string): string[] {
  return log.split("\n").flatMap((line) => {
    const [, name, file = "", message = ""] =
      /^@[^/]+\/([^:]+):\w+: (\S+\.ts\(\d+,\d+\)): error (TS.*)$/.exec(line.trimEnd()) ?? [];
    if (name === undefined) return [];
    const folder = name === "environments" ? name : `packages/${name}`;
    return [`${folder}/${file}: error ${message}`];
  });
}

/** Why Turborepo failed: wrong settings, code that does not compile, or else the end of its log. */
export function whyTurboFailed(logFile: string): StrataError {
  const log = readFileSync(logFile, "utf8").trimEnd();
  const errors = compilerErrors(log);
  if (errors.length === 0) return turboFailed(log.split("\n").slice(-30).join("\n"), logFile);
  return notBuilt(errors, logFile);
}

/** What the compiler said, as an error: settings are a person's input, and code is not. */
export function notBuilt(errors: readonly string[], logFile: string): StrataError {
  const areSettings = errors.every((line) => /^(packages\/[^/]+\/)?environments\//.test(line));
  return areSettings ? settingsNotCompiled(errors) : layersNotBuilt(errors, logFile);
}
