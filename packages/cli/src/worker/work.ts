import { existsSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { interrupted } from "../core";
import type { Changes, Report } from "../events";
import type { LayerCommand, Run } from "../run";
import { readStack, type Stack } from "../stack";
import { StateStore } from "../state-store";
import { isInitialized, rememberInit } from "../terraform/init";
import { isResourceDone, plannedChanges } from "../terraform/messages";
import type { TerraformResult } from "../terraform/process";
import type { LayerPackage } from "../workspace";
import type { Interruption } from "./interruption";
import { runningProcess, workFile, WorkRecord, type Work } from "./record";
import { terraform, type Workbench } from "./terraform";
import { checkUpstreams } from "./upstreams";

const LOOK_EVERY = 500;
const SCHEMA_PATIENCE = 10_000;

/** Exit code of `terraform plan -detailed-exitcode` when there are changes. */
const HAS_CHANGES = 2;

interface Assignment {
  readonly root: string;
  readonly run: Run;
  readonly layer: LayerPackage;
  readonly interruption: Interruption;
  readonly report: (report: Report) => void;
}

/**
 * Plans, deploys or destroys one layer.
 * @throws a StrataError when it can't
 */
export async function workOnLayer(command: LayerCommand, assignment: Assignment): Promise<void> {
  const { layer } = assignment;
  const stack = readStack(layer.directory, layer.name);
  const record = await takeOver(command, stack, assignment);
  try {
    const store = new StateStore(stack.backend.bucket, stack.backend.region);
    await WORK[command]({ ...assignment, stack, store, record });
  } finally {
    record.release();
  }
}

const WORK: Record<LayerCommand, (bench: Workbench) => Promise<void>> = {
  async plan(bench) {
    await prepare(bench);
    await plan(bench);
    await showPlan(bench);
  },
  async deploy(bench) {
    await prepare(bench);
    await apply(bench, "applying", await plan(bench));
  },
  async destroy(bench) {
    await init(bench);
    await apply(bench, "destroying", await plan(bench, ["-destroy"]));
  },
};

/** Begins the record of this work, after any earlier work on the layer here has ended. */
async function takeOver(
  command: LayerCommand,
  { directory, manifest }: Stack,
  { root, report, interruption }: Assignment,
): Promise<WorkRecord> {
  const { layer, environment } = manifest;
  const file = workFile(root, environment, layer);
  let abandoned: Work | undefined;
  for (let told = false; ; told = true) {
    if (interruption.isOver) throw interrupted(layer);
    const claimed = WorkRecord.claim(file, { command, environment }, abandoned);
    if (claimed instanceof WorkRecord) return claimed;
    const running = claimed && runningProcess(claimed, directory);
    if (running === undefined) {
      abandoned = claimed;
      continue;
    }
    if (!told) {
      report({ type: "phase", phase: "waiting" });
      report({
        type: "notice",
        message: `the ${claimed?.command ?? ""} of an earlier run is still at work (process ${running.pid}); waiting for it`,
      });
    }
    await sleep(LOOK_EVERY);
  }
}

async function prepare(bench: Workbench): Promise<void> {
  const { stack, store, report } = bench;
  report({ type: "phase", phase: "checking" });
  for (const message of await checkUpstreams(stack, store)) report({ type: "notice", message });
  await init(bench);
}

async function init(bench: Workbench): Promise<void> {
  const { stack, report } = bench;
  if (isInitialized(stack, process.env)) return;
  report({ type: "phase", phase: "init" });
  await terraform(bench, ["init", "-json", "-input=false", "-reconfigure"]);
  rememberInit(stack, process.env);
}

/** Plans into the run's plan file and returns the changes; undefined when there are none. */
async function plan(bench: Workbench, options: readonly string[] = []): Promise<Changes | undefined> {
  const { run, stack, report } = bench;
  report({ type: "phase", phase: "planning" });
  const { exitCode, messages } = await terraform(
    bench,
    [
      "plan",
      "-json",
      "-input=false",
      "-detailed-exitcode",
      `-out=${run.planFile(stack.manifest.layer)}`,
      ...options,
    ],
    { accept: [0, HAS_CHANGES] },
  );
  const changes = plannedChanges(messages);
  const empty = exitCode !== HAS_CHANGES;
  report({ type: "planned", ...changes, empty });
  return empty ? undefined : changes;
}

/** Applies exactly what was planned. */
async function apply(
  bench: Workbench,
  phase: "applying" | "destroying",
  changes: Changes | undefined,
): Promise<void> {
  if (changes === undefined) return;
  const { run, stack, report } = bench;
  const total = changes.add + changes.change + changes.remove;
  let done = 0;
  report({ type: "phase", phase });
  report({ type: "progress", done, total });
  await terraform(bench, ["apply", "-json", "-input=false", run.planFile(stack.manifest.layer)], {
    onMessage(message) {
      if (isResourceDone(message)) report({ type: "progress", done: ++done, total });
    },
  });
}

/** Writes the plan as JSON. */
async function showPlan(bench: Workbench): Promise<void> {
  const { run, stack, report, interruption } = bench;
  const { layer } = stack.manifest;
  report({ type: "phase", phase: "reading" });
  const show = (env: NodeJS.ProcessEnv, accept: readonly number[]): Promise<TerraformResult> =>
    terraform(bench, ["show", "-json", run.planFile(layer)], {
      outputFile: run.planJson(layer),
      env,
      accept,
    });
  const server = await schemaServer(run, interruption);
  if (server !== undefined) {
    const { exitCode } = await show({ ...process.env, TF_REATTACH_PROVIDERS: server }, [0, 1]);
    if (exitCode === 0) return;
    // The plan holds a type which the stacks don't, such as one that is only removed.
  }
  await show(process.env, [0]);
}

/** Where `strata` answers for the provider's schema; undefined when it doesn't after a short wait. */
async function schemaServer(run: Run, interruption: Interruption): Promise<string | undefined> {
  if (!run.info.schemaServer) return undefined;
  const deadline = Date.now() + SCHEMA_PATIENCE;
  while (Date.now() < deadline && !interruption.isOver) {
    if (existsSync(run.reattachFile)) return readFileSync(run.reattachFile, "utf8");
    await sleep(50);
  }
  return undefined;
}
