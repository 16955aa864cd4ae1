import { setTimeout as sleep } from "node:timers/promises";
import { join } from "node:path";
import { isListening } from "../aws";
import { clockRefusal } from "../clock";
import {
  emulatorGone,
  interrupted,
  providerNotFound,
  providerUntrusted,
  stateLocked,
  terraformFailed,
  terraformMissing,
  REQUIRED_TERRAFORM,
  type LockHolder,
  type StrataError,
} from "../core";
import type { Report } from "../events";
import { lockPatience } from "../lock-patience";
import type { Run } from "../run";
import type { Stack } from "../stack";
import type { StateStore } from "../state-store";
import { refusalIn, refusalOf } from "../system-error";
import { describe, errorsOf } from "../terraform/messages";
import { endProviders, mayWorkOn, terraformProcesses } from "../terraform/processes";
import { placesOf, surroundings } from "../terraform/provider";
import { runTerraform, type TerraformCommand, type TerraformResult } from "../terraform/process";
import type { LayerPackage } from "../workspace";
import { decideLock, holderIn, lockLogging } from "./lock";
import type { Interruption } from "./interruption";
import type { WorkRecord } from "./record";
import { stateRefusal } from "./state-refusal";

const LOOK_EVERY = 1_000;

const TERRAFORM_FAILED = "terraform-failed";

const LOCK_ERROR = "Error acquiring the state lock";
const UNLOCK_ERROR = "Error releasing the state lock";

/** Commands which can't succeed without having taken the lock and released it. */
const LOCKING = ["plan", "apply"];

/** Variables by which a person asks for Terraform's log. */
const LOGGING = ["TF_LOG", "TF_LOG_CORE", "TF_LOG_PATH"];
const PROVIDER_ERRORS = ["Failed to query available provider packages", "Failed to install provider"];

/** What the Terraform of one layer works with. */
export interface Workbench {
  readonly root: string;
  readonly layer: LayerPackage;
  readonly stack: Stack;
  /** Where its plan is, to be read or to be applied. */
  readonly planFile: string;
  readonly run: Run;
  readonly store: StateStore;
  readonly record: WorkRecord;
  readonly interruption: Interruption;
  readonly report: (report: Report) => void;
}

/** Where Terraform puts a state that the bucket did not take. */
export const rescuedState = ({ directory }: Stack): string => join(directory, "errored.tfstate");

type Options = Pick<TerraformCommand, "onMessage" | "outputFile" | "env"> & {
  /** Exit codes which are no failure. */
  readonly accept?: readonly number[];
  /** A failure which the caller deals with. */
  readonly acceptFailure?: (result: TerraformResult) => boolean;
};

/**
 * Runs one Terraform command of a layer.
 * @throws a StrataError in every case but success
 */
export async function terraform(
  bench: Workbench,
  args: readonly string[],
  options: Options = {},
): Promise<TerraformResult> {
  const { accept = [0], acceptFailure, ...rest } = options;
  const deadline = Date.now() + lockPatience();
  for (;;) {
    if (bench.interruption.isOver) throw interrupted(bench.stack.manifest.layer);
    const isApply = args[0] === "apply";
    const log = bench.run.logFile(bench.stack.manifest.layer);
    if (isApply) bench.record.applies(log);
    const result = await start(bench, args, rest);
    if (result.signal !== null) {
      bench.record.terraformKilled();
      endProviders(bench.stack.directory);
    } else if (isApply && result.exitCode === 0) bench.record.applied(log);
    if (bench.interruption.signal.aborted) throw interrupted(bench.stack.manifest.layer);
    if (result.exitCode !== null && accept.includes(result.exitCode)) {
      if (LOCKING.includes(args[0] ?? "")) bench.record.noLockLeft();
      return result;
    }
    if (acceptFailure?.(result) === true) return result;
    if (says(result, UNLOCK_ERROR)) await releaseOwn(bench);
    const { code, message } = failureOf(bench, args, result);
    const isLocked = says(result, LOCK_ERROR) && code === TERRAFORM_FAILED;
    if (!isLocked || !(await mendLock(bench, deadline, message))) throw await explain(bench, args, result);
  }
}

async function start(
  { stack, run, record, interruption, report }: Workbench,
  args: readonly string[],
  options: Omit<Options, "accept" | "acceptFailure">,
): Promise<TerraformResult> {
  const { env = process.env } = options;
  const logs = LOGGING.some((name) => env[name] !== undefined);
  try {
    return await runTerraform({
      ...options,
      env: logs ? env : { ...env, ...lockLogging(record.lockLog) },
      args,
      directory: stack.directory,
      logFile: run.logFile(stack.manifest.layer),
      signal: interruption.signal,
      onStart: (pid) => {
        record.terraformStarted(pid);
      },
      onRetry: (message) => {
        if (interruption.isOver) throw interrupted(stack.manifest.layer);
        report({ type: "notice", message });
      },
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") throw terraformMissing(REQUIRED_TERRAFORM);
    throw error;
  }
}

/** Whether a command failed with an error that begins so. Not every command knows `-json`. */
const says = ({ messages, text }: TerraformResult, start: string): boolean =>
  errorsOf(messages).some(({ summary }) => summary.startsWith(start)) ||
  text.some((line) => line.includes(start));

/** Releases a lock that Terraform could not release at its end. Where that fails too, the next run does it. */
async function releaseOwn(bench: Workbench): Promise<void> {
  const { stack, store, record } = bench;
  try {
    const holder = await store.lockHolder(stack.backend.key);
    if (holder !== undefined && record.locksTried.includes(holder.id)) await release(bench, holder);
  } catch {
    // What Terraform said of it is said.
  }
}

async function release(bench: Workbench, { id, created }: LockHolder): Promise<void> {
  await terraform(bench, ["force-unlock", "-force", id]);
  bench.report({
    type: "notice",
    message: bench.record.locksTried.includes(id)
      ? `released the lock of ${created}: Terraform had made it here and did not hear of it, or could not remove it`
      : `released the lock of ${created}, which a killed run had left behind`,
  });
}

/**
 * Gets a lock out of the way, by releasing what was left behind or by waiting; or else throws.
 * @param words what Terraform said of it
 * @returns false when there has been no lock for as long as one is waited for: it is something else that keeps Terraform from locking
 */
async function mendLock(bench: Workbench, deadline: number, words: string): Promise<boolean> {
  const { stack, store, record, interruption, report } = bench;
  const { layer, environment } = stack.manifest;
  let told = false;
  for (;;) {
    const holder = await store.lockHolder(stack.backend.key);
    const waitedEnough = Date.now() >= deadline;
    if (holder === undefined) {
      // It was released meanwhile, or AWS did not take Terraform's.
      if (!waitedEnough) return true;
      // Where many wait, another one has it whenever Terraform asks.
      const last = holderIn(words);
      if (last !== undefined) throw stateLocked(layer, environment, last);
      return false;
    }
    const { abandoned, locksTried: tried } = record;
    const terraformRuns = terraformProcesses().some((process) => mayWorkOn(process, stack.backend));
    switch (decideLock(holder, { abandoned, tried, terraformRuns, waitedEnough })) {
      case "release":
        await release(bench, holder);
        return true;
      case "refuse":
        throw stateLocked(layer, environment, holder);
      case "wait":
        if (!told)
          report({
            type: "notice",
            message: `waiting for the state lock of ${holder.who === "" ? "somebody (it can't be read)" : holder.who}`,
          });
        told = true;
        await sleep(LOOK_EVERY);
        if (interruption.isOver) throw interrupted(layer);
    }
  }
}

/** Why a Terraform command failed, as an error for people. */
async function explain(
  bench: Workbench,
  args: readonly string[],
  result: TerraformResult,
): Promise<StrataError> {
  const { root, stack, run } = bench;
  const { layer, environment } = stack.manifest;
  const errors = errorsOf(result.messages);
  const endpoint = process.env.AWS_ENDPOINT_URL;
  if (endpoint !== undefined && !(await isListening(endpoint)))
    return emulatorGone(endpoint, layer, environment);
  // Before the next question: a cache of providers that can't be written is none that lacks a provider.
  const refused = refusalIn(errors.map(({ detail, summary }) => `${summary}\n${detail}`).join("\n"));
  if (refused !== undefined) return refused;
  const provider = stack.providers.find(({ source }) =>
    errors.some(
      ({ summary, detail }) =>
        PROVIDER_ERRORS.some((start) => summary.startsWith(start)) && detail.includes(source),
    ),
  );
  if (provider !== undefined) {
    if (errors.some(({ detail }) => detail.includes("doesn't match any of the checksums")))
      return providerUntrusted(provider.source, provider.version, layer);
    return providerNotFound(provider.source, provider.version, placesOf(surroundings(root)));
  }
  const refusal = errors.length > 0 ? undefined : refusalOf(run.directory);
  return refusal ?? failureOf(bench, args, result);
}

/** What Terraform itself says of its failure, and before it what that means where AWS refused the clock or the state. */
function failureOf(
  { stack, run }: Workbench,
  args: readonly string[],
  { messages, text, signal }: TerraformResult,
): StrataError {
  const { layer } = stack.manifest;
  const errors = errorsOf(messages);
  const lines = errors.length > 0 ? errors.map(describe) : text.slice(-10);
  if (signal !== null) lines.push(`Terraform was killed by ${signal}.`);
  const failed = terraformFailed(layer, args[0] ?? "", lines.join("\n"), run.logFile(layer));
  return clockRefusal(failed.message) ?? stateRefusal(errors, stack.backend.key, failed.message) ?? failed;
}
