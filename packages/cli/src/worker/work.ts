import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { buildReport, compareToReviewed, PLAN_FILE } from "@strata/report";
import { interrupted, notAsReviewed, notReviewed, StrataError } from "../core";
import type { Changes, Report } from "../events";
import type { PlanFolder } from "../plan-folder";
import type { LayerCommand, Run } from "../run";
import { readStack, type Stack } from "../stack";
import { isDeployed, StateStore } from "../state-store";
import { checkOwnState } from "../state/own-state";
import { isInitialized, rememberInit } from "../terraform/init";
import { hasWhatIfHelpers, isResourceDone, isStalePlan, plannedChanges } from "../terraform/messages";
import type { TerraformResult } from "../terraform/process";
import { endProviders } from "../terraform/processes";
import type { LayerPackage } from "../workspace";
import type { Interruption } from "./interruption";
import { adoptUnsaved, forgetImports, tellUnsaved } from "./adopt";
import { runningProcess, workFile, WorkRecord, type Work } from "./record";
import { changesOf, hasSameSources, STATE_HAS_MOVED, wayTaken, whyPlannedAgain } from "./reviewed";
import { terraform, type Workbench } from "./terraform";
import { plannedLayer } from "./planned-layer";
import { checkUpstreams, deployedUpstreams, type Upstreams } from "./upstreams";
import { plannedUpstreams, removeFolder, whatIfDirectory, whatIfStack, withFolder } from "./what-if";

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
 * Plans, deploys or destroys one layer, or looks for its drift.
 * @throws a StrataError when it can't
 */
export async function workOnLayer(command: LayerCommand, assignment: Assignment): Promise<void> {
  const { layer, run, root } = assignment;
  const stack = readStack(layer.directory, layer.name);
  const record = await takeOver(command, stack, assignment);
  try {
    // What a killed worker has left behind; its Terraform was waited for.
    removeFolder(whatIfDirectory(root, stack.manifest));
    forgetImports(stack);
    run.plans.clear(layer.name);
    const store = new StateStore(stack.backend.bucket, stack.backend.region);
    const { manifest, backend } = stack;
    const notice = await checkOwnState(manifest.layer, manifest.environment, backend.key, store);
    if (notice !== undefined) assignment.report({ type: "notice", message: notice });
    await WORK[command]({ ...assignment, stack, planFile: run.plans.planFile(layer.name), store, record });
  } finally {
    record.release();
  }
}

const WORK: Record<LayerCommand, (bench: Workbench) => Promise<void>> = {
  plan: (bench) => keepPlan(bench, () => new Map()),
  // In the order of the edges: what this layer reads is planned already.
  "what-if": (bench) =>
    keepPlan(bench, (upstreams) =>
      plannedUpstreams(bench.stack.manifest, bench.run.info, bench.run.plans, upstreams),
    ),
  drift: lookForDrift,
  async deploy(bench) {
    const { reviewed } = bench.run;
    if (reviewed !== undefined) return deployReviewed(bench, reviewed);
    await prepare(bench);
    await adoptUnsaved(bench);
    await apply(bench, "applying", await plan(bench));
  },
  async destroy(bench) {
    await init(bench);
    await adoptUnsaved(bench);
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
      if (abandoned !== undefined) endProviders(directory);
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

/**
 * Plans a layer into the run's folder of plans, against what is deployed or, where `choose` says so, against planned outputs.
 * @param drift whether it is a look for drift only
 */
async function keepPlan(
  bench: Workbench,
  choose: (upstreams: Upstreams) => Upstreams["planned"],
  drift?: "drift",
): Promise<void> {
  const { run, stack, store, layer, report } = bench;
  const { manifest } = stack;
  report({ type: "phase", phase: "checking" });
  await tellUnsaved(bench);
  const [deployed, state] = await Promise.all([
    deployedUpstreams(stack, store),
    store.read(stack.backend.key),
  ]);
  const sources = { info: run.info, stack, state, plannedAt: new Date().toISOString() };
  let upstreams = deployed;
  try {
    upstreams = { ...deployed, planned: choose(deployed) };
    noteUpstreams(bench, upstreams);
    await init(bench);
    if (upstreams.planned.size === 0 && run.keepsPlanFiles) {
      await plan(bench);
      await showPlan(bench);
    } else {
      await withFolder(whatIfDirectory(bench.root, manifest), async (folder) => {
        const whatIf = await whatIfStack(layer, stack, upstreams.planned, folder);
        const passing = { ...bench, stack: whatIf, planFile: join(folder, PLAN_FILE) };
        await (drift === undefined ? plan(passing) : terraformPlan(passing, ["-refresh-only"]));
        await showPlan(passing);
      });
    }
  } catch (error) {
    if (error instanceof StrataError)
      run.plans.writeLayer(
        plannedLayer({ ...sources, kind: drift ?? kindOf(upstreams), upstreams }, { error }),
      );
    throw error;
  }
  const result = { plan: run.plans.readPlan(manifest.layer) };
  run.plans.writeLayer(plannedLayer({ ...sources, kind: drift ?? kindOf(upstreams), upstreams }, result));
}

/** Looks for what was changed outside of Terraform, in a plan which could change nothing but the state. */
async function lookForDrift(bench: Workbench): Promise<void> {
  const { run, stack, store, report } = bench;
  const { layer } = stack.manifest;
  if (!isDeployed(await store.read(stack.backend.key))) {
    report({ type: "notice", message: "it is not deployed" });
    return;
  }
  await keepPlan(bench, () => new Map(), "drift");
  const planned = run.plans.readLayer(layer);
  const inputs = planned === undefined ? [] : [{ layer: planned, plan: run.plans.readPlan(layer) }];
  // Terraform's own count holds what the provider only writes in another way.
  const drift = buildReport(inputs).layers.flatMap((one) => one.drift);
  const remove = drift.filter(({ action }) => action === "delete").length;
  report({
    type: "planned",
    add: 0,
    change: drift.length - remove,
    remove,
    outputs: 0,
    resources: drift.map(({ address, action }) => ({
      address,
      action: action === "delete" ? "delete" : "update",
    })),
    empty: drift.length === 0,
  });
}

const kindOf = ({ planned }: Upstreams): "plan" | "what-if" => (planned.size === 0 ? "plan" : "what-if");

/**
 * Deploys what was reviewed: applies its plan file, or plans again and goes on where the plan is what was reviewed.
 * @throws notAsReviewed
 */
async function deployReviewed(bench: Workbench, folder: PlanFolder): Promise<void> {
  const { run, stack, store, report } = bench;
  const { layer, environment } = stack.manifest;
  const plans = folder.readLayerPlan(layer);
  if (plans?.plan === undefined) throw notReviewed([layer], folder.directory, []);
  const { layer: reviewed, plan: reviewedPlan, planFile } = plans;
  report({ type: "phase", phase: "checking" });
  const upstreams = await deployedUpstreams(stack, store);
  noteUpstreams(bench, upstreams);
  await init(bench);
  await adoptUnsaved(bench);
  const state = await store.read(stack.backend.key);

  const sources = { commit: run.info.commit, stack, state, upstreams };
  const why = whyPlannedAgain(reviewed, planFile !== undefined, sources);
  if (why.length === 0 && planFile !== undefined) {
    const { empty, ...changes } = changesOf(reviewedPlan);
    report({ type: "planned", ...changes, empty });
    if (empty || (await apply(bench, "applying", changes, planFile))) {
      const message = empty ? "nothing to do, as it was reviewed" : "applied the reviewed plan";
      report({ type: "notice", message });
      return;
    }
    why.push(STATE_HAS_MOVED);
  }

  const changes = await plan(bench);
  await showPlan(bench);
  const comparison = compareToReviewed(reviewedPlan, run.plans.readPlan(layer), {
    kind: reviewed.kind === "what-if" ? "what-if" : "plan",
    sameSources: hasSameSources(reviewed, sources, (name) => folder.readLayer(name)?.outputs),
  });
  if (comparison.differences.length > 0)
    throw notAsReviewed(layer, environment, why.join("; "), comparison.differences);
  report({ type: "notice", message: wayTaken(reviewed, why, comparison) });
  await apply(bench, "applying", changes);
}

/** Compares what the layer reads with what there is, before anything is planned. */
function noteUpstreams({ stack, report }: Workbench, upstreams: Upstreams): void {
  for (const message of checkUpstreams(stack.manifest, upstreams)) report({ type: "notice", message });
}

async function prepare(bench: Workbench): Promise<void> {
  const { stack, store, report } = bench;
  report({ type: "phase", phase: "checking" });
  noteUpstreams(bench, await deployedUpstreams(stack, store));
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
  const { exitCode, messages } = await terraformPlan(bench, options);
  const changes = plannedChanges(messages);
  const empty = exitCode !== HAS_CHANGES || (hasWhatIfHelpers(messages) && isNothing(changes));
  bench.report({ type: "planned", ...changes, empty });
  return empty ? undefined : changes;
}

function terraformPlan(bench: Workbench, options: readonly string[]): Promise<TerraformResult> {
  const { planFile, report } = bench;
  report({ type: "phase", phase: "planning" });
  return terraform(
    bench,
    ["plan", "-json", "-input=false", "-detailed-exitcode", `-out=${planFile}`, ...options],
    { accept: [0, HAS_CHANGES] },
  );
}

/** In a what-if plan, the helpers alone are a change to Terraform. */
const isNothing = ({ resources, outputs }: Changes): boolean => resources.length === 0 && outputs === 0;

/**
 * Applies exactly what was planned.
 * @param reviewedFile a plan file of an earlier run, in the place of that of this one
 * @returns whether it is done; not when the state has moved on since it was planned. Then nothing was changed.
 */
async function apply(
  bench: Workbench,
  phase: "applying" | "destroying",
  changes: Changes | undefined,
  reviewedFile?: string,
): Promise<boolean> {
  if (changes === undefined) return true;
  const { planFile, report } = bench;
  const total = changes.add + changes.change + changes.remove;
  let done = 0;
  report({ type: "phase", phase });
  report({ type: "progress", done, total });
  const { messages } = await terraform(bench, ["apply", "-json", "-input=false", reviewedFile ?? planFile], {
    acceptFailure: ({ messages: said }) => reviewedFile !== undefined && isStalePlan(said),
    onMessage(message) {
      if (isResourceDone(message)) report({ type: "progress", done: ++done, total });
    },
  });
  return !isStalePlan(messages);
}

/** Writes the plan as JSON. */
async function showPlan(bench: Workbench): Promise<void> {
  const { run, stack, planFile, report, interruption } = bench;
  report({ type: "phase", phase: "reading" });
  const show = (env: NodeJS.ProcessEnv, accept: readonly number[]): Promise<TerraformResult> =>
    terraform(bench, ["show", "-json", planFile], {
      outputFile: run.plans.planJson(stack.manifest.layer),
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
