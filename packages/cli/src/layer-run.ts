import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { checkLayers } from "./checks";
import { ExitCode, workerKilled, type Environment, type StrataError } from "./core";
import { LineFollower, type Event } from "./events";
import { checkOtherEnvironments } from "./other-environments";
import { preflight } from "./preflight";
import { elapsed, type LayerProgress } from "./progress";
import { isAlive, processId } from "./process-id";
import { LiveView } from "./render/live-view";
import { Run, type LayerCommand } from "./run";
import { installedProvider, startSchemaServer } from "./schema-server";
import { refusalOf } from "./system-error";
import { runTurbo, whyTurboFailed } from "./turbo";
import { discoverLayers, hasLayer, type LayerPackage } from "./workspace";

/** How a layer came out of a run. */
export interface LayerResult {
  readonly layer: string;
  readonly status: "done" | "failed" | "skipped";
  readonly planned?: LayerProgress["planned"];
  readonly notices: readonly string[];
  readonly error?: LayerProgress["error"];
  readonly seconds?: number;
  readonly log: string;
  /** Of plans: the plan as JSON, and the plan file unless it must not be applied. */
  readonly planJson?: string;
  readonly planFile?: string;
}

/** Whether a command changes nothing. */
export const isPlan = (command: LayerCommand): boolean => !["deploy", "destroy"].includes(command);

function plansOf({ plans }: Run, layer: string): Pick<LayerResult, "planJson" | "planFile"> {
  const [planJson, planFile] = [plans.planJson(layer), plans.planFile(layer)];
  return { ...(existsSync(planJson) && { planJson }), ...(existsSync(planFile) && { planFile }) };
}

/** How a run ended. */
export interface RunResult {
  readonly command: LayerCommand;
  readonly environment: string;
  readonly exitCode: ExitCode;
  readonly directory: string;
  /** Of plans: the folder that holds them. */
  readonly plans?: string;
  readonly seconds: number;
  readonly layers: readonly LayerResult[];
}

export interface LayerRunOptions {
  readonly root: string;
  readonly command: LayerCommand;
  readonly environment: Environment;
  readonly layers: readonly LayerPackage[];
  /** Where the plans go; the folder of the run by default. */
  readonly plans?: string;
  /** Plans to be looked at, and never applied. */
  readonly whatIfOnly?: boolean;
  /** The folder of the plans which alone may be deployed. */
  readonly reviewed?: string;
  /** More checks after the layers are synthesized, before anything is touched. */
  readonly beforeWork?: () => Promise<void>;
}

const LOOK_EVERY = 100;

/**
 * Plans, deploys or destroys layers through Turborepo and shows how it goes on.
 * @throws a StrataError when a check before the work fails; what fails later is in the result
 */
export async function runLayers(options: LayerRunOptions): Promise<RunResult> {
  const { root, command, environment, layers, plans, whatIfOnly, reviewed, beforeWork } = options;
  const begin = Date.now();
  const { variables } = await preflight(root, command, environment, layers);
  const readsPlans = isPlan(command) || reviewed !== undefined;
  const provider = readsPlans ? installedProvider(layers) : undefined;
  const run = Run.create(root, {
    command,
    environment: environment.name,
    layers: layers.map(({ name }) => name),
    schemaServer: provider !== undefined,
    ...(plans !== undefined && { plans }),
    ...(reviewed !== undefined && { reviewed }),
    reviewable: plans !== undefined && !(whatIfOnly ?? false),
    ...headCommit(root),
  });
  // After its own run is there: of two that begin at the same moment, none overlooks the other.
  checkOtherEnvironments(root, environment.name);
  const env = { ...process.env, ...variables, STRATA_ENV: environment.name, STRATA_RUN_DIR: run.directory };
  const view = new LiveView(layers.map(({ name }) => name));
  const events = new LineFollower(run.eventsFile);
  const stopListening = listenForInterruption(run, view);
  let stopServer: (() => void) | undefined;
  try {
    const turbo = { root, layers, env, logFile: run.turboLog };
    // All settings are checked, each alone and all together, before the first layer is touched.
    const synth = await follow(run, events, view, runTurbo({ ...turbo, task: "synth" }));
    if (synth !== 0 || run.isInterrupted) return summarize(options, run, view, begin, synth);
    if (command !== "destroy") await checkLayers(layers, layersLeftOut(root, environment), environment);
    await beforeWork?.();
    stopServer = provider === undefined ? undefined : startSchemaServer(root, provider, layers, run);
    const exitCode = await follow(run, events, view, runTurbo({ ...turbo, task: command, only: true }));
    return summarize(options, run, view, begin, exitCode);
  } finally {
    stopListening();
    stopServer?.();
  }
}

const layersLeftOut = (root: string, { name: environment }: Environment): string[] =>
  discoverLayers(root)
    .filter((layer) => !hasLayer(environment, layer))
    .map(({ name }) => name);

/** The commit of a checkout; nothing outside of a repository, or before its first commit. */
function headCommit(root: string): { commit?: string } {
  const { status, stdout } = spawnSync("git", ["rev-parse", "--verify", "--quiet", "HEAD"], {
    cwd: root,
    encoding: "utf8",
  });
  return status === 0 ? { commit: stdout.trim() } : {};
}

/** Shows a run's events until Turborepo has ended, and every worker with it. */
async function follow(
  run: Run,
  events: LineFollower,
  view: LiveView,
  turbo: Promise<number>,
): Promise<number> {
  let exitCode: number | undefined;
  const ended = turbo.then((code) => (exitCode = code));
  for (;;) {
    const hasEnded = exitCode !== undefined;
    for (const line of events.next()) view.update(JSON.parse(line) as Event);
    view.draw();
    if (hasEnded) {
      if (!view.progress.some(isAtWork)) return await ended;
      // Turborepo itself was killed. What it started is asked to end, and waited for.
      run.interrupt();
    }
    await Promise.race([hasEnded ? sleep(LOOK_EVERY) : ended, sleep(LOOK_EVERY)]);
  }
}

const isAtWork = ({ status, pid }: LayerProgress): boolean =>
  status === "running" && pid !== undefined && isAlive(processId(pid));

/**
 * Ctrl-C ends the run in good order: the workers are asked to end, each interrupts its Terraform once, and
 * everything is waited for. However often it is pressed, nothing is killed.
 * @returns stops listening
 */
function listenForInterruption(run: Run, view: LiveView): () => void {
  const interrupt = (): void => {
    const atWork = view.progress.filter(isAtWork);
    const waitingFor = atWork.map(
      ({ layer, phase, pid }) => `${layer} (${phase ?? "starting"}, process ${pid ?? 0})`,
    );
    const list = waitingFor.length === 0 ? "Turborepo" : waitingFor.join(", ");
    view.say(
      run.isInterrupted
        ? `Still waiting for ${list}: Terraform finishes what it has begun and saves its state.`
        : `Interrupted. Ending in good order; waiting for ${list}.`,
    );
    run.interrupt();
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const signal of signals) process.on(signal, interrupt);
  return () => {
    for (const signal of signals) process.off(signal, interrupt);
  };
}

function summarize(
  { command, environment }: LayerRunOptions,
  run: Run,
  view: LiveView,
  begin: number,
  turboExitCode: number,
): RunResult {
  const progress = view.progress;
  const results = progress.map((one): LayerResult => {
    const time = elapsed(one, Date.now());
    const error = errorOf(one);
    return {
      layer: one.layer,
      status: one.status === "done" ? "done" : error === undefined ? "skipped" : "failed",
      ...(one.planned && { planned: one.planned }),
      notices: one.notices,
      ...(error && { error }),
      ...(time !== undefined && { seconds: time / 1000 }),
      log: run.logFile(one.layer),
      ...(isPlan(command) && one.status === "done" && plansOf(run, one.layer)),
    };
  });
  const explained = run.isInterrupted || results.some(({ status }) => status === "failed");
  if (turboExitCode !== 0 && !explained) {
    throw refusalOf(run.directory) ?? whyTurboFailed(run.turboLog);
  }
  return {
    command,
    environment: environment.name,
    exitCode: exitCodeOf(command, results, run.isInterrupted),
    directory: run.directory,
    ...(isPlan(command) && { plans: run.plans.directory }),
    seconds: (Date.now() - begin) / 1000,
    layers: results,
  };

  function errorOf({ layer, status, error }: LayerProgress): LayerResult["error"] {
    if (error !== undefined) return error;
    // It has ended, or `follow` would still be waiting; and it did not say how.
    if (status === "running") return fields(workerKilled(layer, environment.name));
    return undefined;
  }
}

const fields = ({ code, message, exitCode }: StrataError): NonNullable<LayerResult["error"]> => ({
  code,
  message,
  exitCode,
});

/** The exit code which says how a run ended. */
export function exitCodeOf(
  command: LayerCommand,
  layers: readonly LayerResult[],
  isInterrupted: boolean,
): ExitCode {
  const errors = layers.flatMap(({ error }) => (error === undefined ? [] : [error]));
  const isUntouched =
    isPlan(command) || layers.every(({ status, planned }) => status !== "done" || planned?.empty === true);
  if (errors.length > 0) {
    const areRefusals = errors.every(({ exitCode }) => exitCode === ExitCode.refused);
    return areRefusals && isUntouched ? ExitCode.refused : ExitCode.failed;
  }
  if (isInterrupted || layers.some(({ status }) => status === "skipped")) return ExitCode.failed;
  const hasChanges = layers.some(({ planned }) => planned?.empty === false);
  return isPlan(command) && hasChanges ? ExitCode.changes : ExitCode.done;
}
