import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
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
