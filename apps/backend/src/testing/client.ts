import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { startBackend, type Backend } from "../backend";
import type { Config, DatabaseConfig } from "../config";
import { freePort, until } from "./servers";

/** An answer, with its body as JSON. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Headers;
}

/** A request and its answer. A body that is not a text is sent as JSON. */
export async function ask(port: number, path: string, body?: unknown, headers = {}): Promise<Answer> {
  const sent = typeof body === "string" ? body : JSON.stringify(body);
  const json = { "content-type": "application/json" };
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
    ...(body === undefined ? { headers } : { method: "POST", body: sent, headers: { ...json, ...headers } }),
  });
  return { status: answer.status, body: await answer.json(), headers: answer.headers };
}

/** Waits until the backend says that it is ready. */
export const untilReady = (port: number): Promise<void> =>
  until(() =>
    ask(port, "/readyz").then(
      ({ status }) => status === 200,
      // It does not listen yet.
      () => false,
    ),
  );

/** A backend in this process, with the lines that it logged. */
export interface TestBackend extends Backend {
  readonly lines: readonly LogLine[];
}

export interface LogLine {
  readonly level: string;
  readonly time: string;
  readonly msg: string;
  readonly reqId?: string;
  readonly err?: { readonly message: string; readonly stack: string };
}

/** Starts a backend in this process on a free port, and collects what it logs. */
export async function startTestBackend(
  database: DatabaseConfig,
  more: Partial<Config> = {},
): Promise<TestBackend> {
  const lines: LogLine[] = [];
  const output = new Writable({
    write: (line: Buffer, _encoding, next) => {
      lines.push(JSON.parse(line.toString()) as LogLine);
      next();
    },
  });
  const config = {
    database,
    redisUrl: undefined,
    port: 0,
    logLevel: "info",
    drainSeconds: 0,
    ...more,
  } as const;
  return { ...(await startBackend(config, output)), lines };
}

/** The program in a process of its own, as the image runs it. */
export interface BackendProcess {
  readonly port: number;
  readonly process: ChildProcess;
  readonly lines: readonly LogLine[];
  /** What it ended with. */
  readonly ended: Promise<{ readonly code: number | null; readonly stderr: string }>;
}

const spawned: ChildProcess[] = [];

/** After a test: none of its processes is left, however it ended. */
export function killBackends(): void {
  for (const child of spawned.splice(0)) child.kill("SIGKILL");
}

/** Starts the program on a free port. */
export async function spawnBackend(
  { host, port, user, password, database }: DatabaseConfig,
  more: Readonly<Record<string, string>> = {},
): Promise<BackendProcess> {
  const own = await freePort();
  const env = {
    ...{ DB_HOST: host, DB_PORT: String(port), DB_USERNAME: user, DB_PASSWORD: password, DB_NAME: database },
    ...{ PORT: String(own), DRAIN_SECONDS: "0", ...more },
  };
  const child = spawn(process.execPath, [join(__dirname, "..", "main.js")], { env });
  spawned.push(child);
  const lines: LogLine[] = [];
  createInterface(child.stdout).on("line", (line) => lines.push(JSON.parse(line) as LogLine));
  let stderr = "";
  child.stderr.on("data", (text: Buffer) => (stderr += text.toString()));
  const ended = once(child, "close").then(([code]) => ({ code: code as number | null, stderr }));
  return { port: own, process: child, lines, ended };
}
