import { setTimeout as sleep } from "node:timers/promises";
import { join } from "node:path";
import { isListening } from "../aws";
import {
  emulatorGone,
  interrupted,
  providerNotFound,
  providerUntrusted,
  stateLocked,
  terraformFailed,
  terraformMissing,
  REQUIRED_TERRAFORM,
  type StrataError,
} from "../core";
import type { Report } from "../events";
import { lockPatience } from "../lock-patience";
import type { Run } from "../run";
import type { Stack } from "../stack";
import type { StateStore } from "../state-store";
import { refusalOf } from "../system-error";
import { describe, errorsOf } from "../terraform/messages";
import { endProviders, mayWorkOn, terraformProcesses } from "../terraform/processes";
import { placesOf, surroundings } from "../terraform/provider";
import { runTerraform, type TerraformCommand, type TerraformResult } from "../terraform/process";
import type { LayerPackage } from "../workspace";
import { decideLock } from "./lock";
import type { Interruption } from "./interruption";
import type { WorkRecord } from "./record";

const LOOK_EVERY = 1_000;

const LOCK_ERROR = "Error acquiring the state lock";
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
    if (result.exitCode !== null && accept.includes(result.exitCode)) return result;
    if (acceptFailure?.(result) === true) return result;
    if (!isLockError(result)) throw await explain(bench, args, result);
    await mendLock(bench, deadline);
  }
}

async function start(
  { stack, run, record, interruption }: Workbench,
  args: readonly string[],
  options: Omit<Options, "accept" | "acceptFailure">,
): Promise<TerraformResult> {
  try {
    return await runTerraform({
      ...options,
      args,
      directory: stack.directory,
      logFile: run.logFile(stack.manifest.layer),
      signal: interruption.signal,
      onStart: (pid) => {
        record.terraformStarted(pid);
      },
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") throw terraformMissing(REQUIRED_TERRAFORM);
    throw error;
  }
}

const isLockError = ({ messages }: TerraformResult): boolean =>
  errorsOf(messages).some(({ summary }) => summary.startsWith(LOCK_ERROR));

/** Gets a lock out of the way, by releasing what a killed run left behind or by waiting; or else throws. */
async function mendLock(bench: Workbench, deadline: number): Promise<void> {
  const { stack, store, record, interruption, report } = bench;
  const { layer, environment } = stack.manifest;
  let told = false;
  for (;;) {
    const holder = await store.lockHolder(stack.backend.key);
    if (holder === undefined) return; // it was released meanwhile
    const { abandoned } = record;
    const terraformRuns = terraformProcesses().some((process) => mayWorkOn(process, stack.backend));
    const waitedEnough = Date.now() >= deadline;
    switch (decideLock(holder, { abandoned, terraformRuns, waitedEnough })) {
      case "release":
        await terraform(bench, ["force-unlock", "-force", holder.id]);
        report({
          type: "notice",
          message: `released the lock of ${holder.created}, which a killed run had left behind`,
        });
        return;
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
  { root, stack, run }: Workbench,
  args: readonly string[],
  { messages, text, signal }: TerraformResult,
): Promise<StrataError> {
  const { layer, environment } = stack.manifest;
  const errors = errorsOf(messages);
  const endpoint = process.env.AWS_ENDPOINT_URL;
  if (endpoint !== undefined && !(await isListening(endpoint)))
    return emulatorGone(endpoint, layer, environment);
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
  if (refusal !== undefined) return refusal;
  const lines = errors.length > 0 ? errors.map(describe) : text.slice(-10);
  if (signal !== null) lines.push(`Terraform was killed by ${signal}.`);
  return terraformFailed(layer, args[0] ?? "", lines.join("\n"), run.logFile(layer));
}
