import { spawn } from "node:child_process";
import { closeSync, openSync, statSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { LineFollower } from "../events";
import { errorsOf, parseMessage, type Message } from "./messages";

/** How a Terraform command ended. */
export interface TerraformResult {
  readonly exitCode: number | null;
  /** Set when it was killed instead of ending by itself. */
  readonly signal: NodeJS.Signals | null;
  readonly messages: readonly Message[];
  /** The lines which were not JSON. */
  readonly text: readonly string[];
}

/** What to start, and who is told of what. */
export interface TerraformCommand {
  readonly directory: string;
  readonly args: readonly string[];
  readonly logFile: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Aborted when Terraform shall stop: it is asked once, and then waited for. */
  readonly signal: AbortSignal;
  readonly onStart?: (pid: number) => void;
  readonly onMessage?: (message: Message) => void;
  /** Told, for people, why Terraform is about to be started once more. It may throw instead. */
  readonly onRetry: (notice: string) => void;
  /** A file for the standard output alone, instead of the log. */
  readonly outputFile?: string;
}

const LOOK_EVERY = 100;

/** How often a provider is started again. Terraform waits a minute for it, and has touched nothing before. */
const SLOW_STARTS = 2;

/** Without `-json`, Terraform breaks its sentences into lines. */
const startedTooSlowly = ({ exitCode, messages, text }: TerraformResult): boolean =>
  exitCode !== 0 &&
  [...errorsOf(messages).map(({ detail }) => detail), ...text]
    .join(" ")
    .replace(/[\s│]+/g, " ")
    .includes("timeout while waiting for plugin to start");

/** Runs Terraform, and again where a busy machine did not start a provider in time. */
export async function runTerraform(command: TerraformCommand): Promise<TerraformResult> {
  for (let slowStarts = 0; ; slowStarts++) {
    const result = await runOnce(command);
    if (slowStarts === SLOW_STARTS || command.signal.aborted || !startedTooSlowly(result)) return result;
    command.onRetry(
      "a provider had not started after a minute, which a busy machine can need; starting it again",
    );
  }
}

/**
 * Runs Terraform so that nothing but itself ends it.
 *
 * It gets a session of its own, because Ctrl-C in a terminal goes to everything in the terminal's session, and a
 * second one makes Terraform give up its work half done. Its output goes to a file, because a pipe would break
 * with the death of its reader, and take Terraform with it. This process reads the file as it grows.
 */
async function runOnce(command: TerraformCommand): Promise<TerraformResult> {
  const { directory, args, logFile, env = process.env, signal, onStart, onMessage, outputFile } = command;
  const log = openSync(logFile, "a");
  const start = statSync(logFile).size;
  const output = outputFile === undefined ? log : openSync(outputFile, "w");
  const child = spawn("terraform", args, {
    cwd: directory,
    env: terraformEnvironment(env),
    stdio: ["ignore", output, log],
    detached: true,
  });
  const end = new Promise<Pick<TerraformResult, "exitCode" | "signal">>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (exitCode, killedBy) => {
      resolve({ exitCode, signal: killedBy });
    });
  });
  for (const descriptor of new Set([log, output])) closeSync(descriptor);
  if (child.pid !== undefined) onStart?.(child.pid);

  const interrupt = (): void => void child.kill("SIGINT");
  signal.addEventListener("abort", interrupt, { once: true });
  if (signal.aborted) interrupt();

  const follower = new LineFollower(logFile, start);
  const messages: Message[] = [];
  const text: string[] = [];
  const read = (): void => {
    for (const line of follower.next()) {
      const message = parseMessage(line);
      if (message === undefined) {
        text.push(line);
      } else {
        messages.push(message);
        onMessage?.(message);
      }
    }
  };
  try {
    for (;;) {
      const ended = await Promise.race([end, sleep(LOOK_EVERY)]);
      read();
      if (ended !== undefined) return { ...ended, messages, text };
    }
  } finally {
    signal.removeEventListener("abort", interrupt);
  }
}

/** Variables of a person's shell which would lead Terraform to another state or another folder. */
const MISLEADING = ["TF_WORKSPACE", "TF_DATA_DIR"];

/**
 * Terraform and its provider take a third of their time for collecting the garbage of the provider's large schema.
 * They collect less often with this, and need little more memory, as they end soon.
 */
const GARBAGE_COLLECTION = { GOGC: "400" };

/** The environment of Terraform and of providers. */
export function terraformEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => !MISLEADING.includes(name));
  return {
    ...GARBAGE_COLLECTION,
    ...Object.fromEntries(kept),
    TF_IN_AUTOMATION: "1",
    CHECKPOINT_DISABLE: "1",
  };
}
