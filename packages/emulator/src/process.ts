import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

/** A running process. */
export interface RunningProcess {
  /** Its arguments, separated by spaces. */
  readonly command: string;
  /** Resident memory in bytes. */
  readonly memory: number;
}

const fromProc = async (pid: number): Promise<RunningProcess> => {
  const [command, status] = await Promise.all([
    readFile(`/proc/${pid}/cmdline`, "utf8"),
    readFile(`/proc/${pid}/status`, "utf8"),
  ]);
  const kilobytes = /^VmRSS:\s*(\d+)/m.exec(status)?.[1] ?? "0";
  return { command: command.replaceAll("\0", " ").trim(), memory: Number(kilobytes) * 1024 };
};

const fromPs = async (pid: number): Promise<RunningProcess> => {
  const { stdout } = await promisify(execFile)("ps", ["-o", "rss=,command=", "-p", String(pid)]);
  const [, kilobytes = "0", command = ""] = /^\s*(\d+)\s+(.*)$/m.exec(stdout) ?? [];
  return { command, memory: Number(kilobytes) * 1024 };
};

/** The process of this id; undefined when there is none (a zombie has no command left, and counts as none). */
export async function findProcess(pid: number): Promise<RunningProcess | undefined> {
  try {
    const found = await (process.platform === "linux" ? fromProc(pid) : fromPs(pid));
    return found.command === "" ? undefined : found;
  } catch {
    return undefined;
  }
}
