import { spawn, type ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdir, open, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { emulatorDidNotStart, portTaken } from "@strata/core";
import { HOST, isTaken, readHealth, urlOf } from "./health";
import { findProcess } from "./process";
import { readRecord, removeRecord, type EmulatorRecord } from "./record";
import { EMULATOR, ensureVenv, PYTHON_DIRECTORY } from "./venv";

/** The port of the emulator unless another is asked for. */
export const DEFAULT_PORT = 5566;

const START_LIMIT = 90_000;
const STOP_GRACE = 5_000;
const LOG_LINES = 15;
/** The launcher's exit code when another one has the directory. */
const EXIT_CLAIMED = 75;

/** An emulator that is up. */
export interface Emulator {
  /** Where its record, its lock and its log are. */
  readonly directory: string;
  readonly pid: number;
  readonly port: number;
  /** For example `http://127.0.0.1:5566`. */
  readonly url: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly logFile: string;
}

/** How the emulator of a directory is. */
export type EmulatorStatus =
  | { readonly state: "stopped"; readonly logFile: string }
  /** Recorded, but not there any more: it was killed, or the machine was started anew. */
  | ({ readonly state: "stale" } & Emulator)
  | ({
      readonly state: "running";
      /** Resident memory in bytes. */
      readonly memory: number;
    } & Emulator);

/** What to start. */
export interface StartOptions {
  /** One emulator a directory; the directory is made when it is not there. */
  readonly directory: string;
  /** 0 for any free one. An emulator which is already up keeps its port. */
  readonly port?: number;
  /** The Python environment, which several emulators may share; `venv` in the directory by default. */
  readonly venv?: string;
  /** More environment variables for it, such as those of a registry for its ECR (see the README). */
  readonly variables?: Readonly<Record<string, string>>;
  /** Told of each step that takes time. */
  readonly onStep?: (step: string) => void;
}

const logFileOf = (directory: string): string => join(directory, "emulator.log");

const emulatorOf = (directory: string, { pid, port, startedAt }: EmulatorRecord): Emulator => ({
  directory,
  pid,
  port,
  url: urlOf(port),
  startedAt,
  logFile: logFileOf(directory),
});

/** The recorded emulator, if it answers at its port; a port that someone else has by now does not count. */
async function findRunning(directory: string): Promise<Emulator | undefined> {
  const record = await readRecord(directory);
  if (record === undefined) return undefined;
  const health = await readHealth(record.port);
  return health?.token === record.token ? emulatorOf(directory, record) : undefined;
}

/** How the emulator of a directory is: running, stopped, or recorded but gone. */
export async function emulatorStatus(options: { readonly directory: string }): Promise<EmulatorStatus> {
  const directory = resolve(options.directory);
  const running = await findRunning(directory);
  if (running !== undefined) {
    return { state: "running", ...running, memory: (await findProcess(running.pid))?.memory ?? 0 };
  }
  const record = await readRecord(directory);
  return record === undefined
    ? { state: "stopped", logFile: logFileOf(directory) }
    : { state: "stale", ...emulatorOf(directory, record) };
}

/**
 * Starts the emulator of a directory and waits until it answers; when it is up already, that one is returned.
 * It outlives the calling process. What it holds is in memory: nothing is kept over a stop.
 *
 * @throws pythonMissing, emulatorNotInstalled, portTaken, emulatorDidNotStart
 */
export async function startEmulator(options: StartOptions): Promise<Emulator> {
  const { port = DEFAULT_PORT, onStep = () => undefined } = options;
  const directory = resolve(options.directory);
  const running = await findRunning(directory);
  if (running !== undefined) return running;
  await stopEmulator({ directory }); // one that hangs, or what is left of one that was killed
  if (port !== 0 && (await isTaken(port))) throw portTaken(port);

  await mkdir(directory, { recursive: true });
  const python = await ensureVenv(EMULATOR, resolve(options.venv ?? join(directory, "venv")), onStep);
  onStep("Starting the embedded AWS");
  return launch(python, directory, port, options.variables ?? {});
}

async function launch(
  python: string,
  directory: string,
  port: number,
  variables: Readonly<Record<string, string>>,
): Promise<Emulator> {
  const logFile = logFileOf(directory);
  const log = await open(logFile, "a");
  const start = (await log.stat()).size;
  const inherited = Object.entries(process.env).filter(([name]) => !/^(AWS|MOTO|PYTHON)/.test(name));
  const child = spawn(
    python,
    ["-m", "strata_moto", "--host", HOST, "--port", String(port), "--directory", directory],
    {
      // Of its own session, so that neither Ctrl-C nor the end of the terminal reaches it.
      detached: true,
      stdio: ["ignore", log.fd, log.fd],
      cwd: directory,
      env: {
        ...Object.fromEntries(inherited),
        ...variables,
        PYTHONPATH: PYTHON_DIRECTORY,
        STRATA_EMULATOR_TOKEN: randomUUID(),
      },
    },
  );
  child.on("error", () => undefined); // shows as an end without a record
  child.unref();
  await log.close();

  const emulator = await waitUntilUp(directory, child);
  if (emulator !== undefined) return emulator;
  child.kill("SIGKILL");
  if (port !== 0 && (await isTaken(port))) throw portTaken(port);
  const lines = (await readFile(logFile)).subarray(start).toString().trimEnd().split("\n");
  throw emulatorDidNotStart(logFile, lines.slice(-LOG_LINES).join("\n"));
}

/**
 * The launcher records itself when it is ready. When two callers start at once, one launcher has the directory
 * and the other ends: both callers find the record of the one.
 */
async function waitUntilUp(directory: string, child: ChildProcess): Promise<Emulator | undefined> {
  const end = Date.now() + START_LIMIT;
  while (Date.now() < end) {
    const emulator = await findRunning(directory);
    if (emulator !== undefined) return emulator;
    const hasEnded = child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
    if (hasEnded && child.exitCode !== EXIT_CLAIMED) return undefined;
    await sleep(100);
  }
  return undefined;
}

/**
 * Stops the emulator of a directory: by its recorded process id, and only when that process really is the
 * emulator. Nothing to stop is no error.
 */
export async function stopEmulator(options: { readonly directory: string }): Promise<void> {
  const directory = resolve(options.directory);
  const record = await readRecord(directory);
  if (record !== undefined && (await isOurs(directory, record))) {
    const end = Date.now() + STOP_GRACE;
    let signal: NodeJS.Signals = "SIGTERM";
    while (await isEmulator(record.pid)) {
      process.kill(record.pid, signal);
      await sleep(100);
      if (Date.now() > end) signal = "SIGKILL";
    }
  }
  await removeRecord(directory);
}

/** Whether the recorded process is this emulator, and not another program which has its id by now. */
async function isOurs(directory: string, record: EmulatorRecord): Promise<boolean> {
  const health = await readHealth(record.port);
  if (health?.token === record.token) return health.pid === record.pid;
  return isEmulator(record.pid, `--directory ${directory}`);
}

async function isEmulator(pid: number, mark = "strata_moto"): Promise<boolean> {
  return (await findProcess(pid))?.command.includes(mark) ?? false;
}
