import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import type { Backend } from "../stack";

/** A Terraform that runs on this machine. */
export interface TerraformProcess {
  readonly pid: number;
  /** Where it works; undefined where the system doesn't tell. */
  readonly directory?: string;
  /** Where it keeps what `init` has found out (`.terraform`); undefined where the system doesn't tell. */
  readonly dataDirectory?: string;
  /** The AWS that it talks to, where its environment names another one than AWS itself. */
  readonly endpoint?: string;
}

/** The S3 which a process with these variables talks to; undefined for that of AWS itself. */
const endpointOf = (env: Readonly<Record<string, string | undefined>>): string | undefined =>
  env.AWS_ENDPOINT_URL_S3 ?? env.AWS_ENDPOINT_URL;

/** Every Terraform that runs on this machine, whoever started it. */
export function terraformProcesses(): TerraformProcess[] {
  return process.platform === "linux" ? fromProc() : fromPs();
}

function fromProc(): TerraformProcess[] {
  return readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((pid) => {
      try {
        if (readFileSync(join("/proc", pid, "comm"), "utf8").trim() !== "terraform") return [];
      } catch {
        return []; // it ended meanwhile
      }
      return [{ pid: Number(pid), ...directoriesOf(pid) }];
    });
}

function fromPs(): TerraformProcess[] {
  return execFileSync("ps", ["-axo", "pid=,comm="], { encoding: "utf8" })
    .split("\n")
    .map((line) => /^\s*(\d+)\s+(.*)$/.exec(line))
    .filter((match) => basename(match?.[2] ?? "") === "terraform")
    .map((match) => ({ pid: Number(match?.[1]) }));
}

function directoriesOf(pid: string): Omit<TerraformProcess, "pid"> {
  try {
    const directory = readlinkSync(join("/proc", pid, "cwd"));
    const environ = readFileSync(join("/proc", pid, "environ"), "utf8").split("\0");
    const variables = environ.map((text): [string, string] => {
      const end = text.indexOf("=");
      return [text.slice(0, end), text.slice(end + 1)];
    });
    const env: Readonly<Record<string, string | undefined>> = Object.fromEntries(variables);
    const endpoint = endpointOf(env);
    return {
      directory,
      dataDirectory: resolve(directory, env.TF_DATA_DIR ?? ".terraform"),
      ...(endpoint !== undefined && { endpoint }),
    };
  } catch {
    return {}; // it is somebody else's
  }
}

/** A provider's name in `/proc/PID/comm`, where the system cuts it. */
const PROVIDER = "terraform-provi";

/**
 * Ends the providers which a killed Terraform has left at work in its folder: they would go on changing AWS, and stay for ever.
 * Nothing where the system doesn't tell (`/proc`).
 */
export function endProviders(directory: string): void {
  if (process.platform !== "linux") return;
  for (const pid of readdirSync("/proc").filter((entry) => /^\d+$/.test(entry))) {
    try {
      const isProvider = readFileSync(join("/proc", pid, "comm"), "utf8").trim() === PROVIDER;
      if (isProvider && directoriesOf(pid).directory === directory) process.kill(Number(pid), "SIGKILL");
    } catch {
      // It ended meanwhile.
    }
  }
}

/** Whether a process may be at work on a state. Where that can't be seen, it may. */
export function mayWorkOn(
  { dataDirectory, endpoint }: TerraformProcess,
  { bucket, key }: Pick<Backend, "bucket" | "key">,
  env: NodeJS.ProcessEnv = process.env,
): boolean {
  if (dataDirectory === undefined) return true;
  // A bucket of the same name behind another endpoint is another bucket.
  if (endpoint !== endpointOf(env)) return false;
  try {
    const file = join(dataDirectory, "terraform.tfstate");
    // Without a record of a backend, its state is a file on this machine.
    if (!existsSync(file)) return false;
    const { backend } = JSON.parse(readFileSync(file, "utf8")) as { backend?: { config?: Partial<Backend> } };
    return backend?.config?.bucket === bucket && backend.config.key === key;
  } catch {
    return true;
  }
}
