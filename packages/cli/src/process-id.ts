import { readFileSync } from "node:fs";

/** A process that can be told from a later one with the same number. */
export interface ProcessId {
  readonly pid: number;
  /** Its start in clock ticks since boot, where the system tells (`/proc`). */
  readonly startTime?: string;
}

/** The state and start time of `/proc/PID/stat`. The name before them may itself hold spaces and parentheses. */
export function parseStat(stat: string): { state: string; startTime: string } {
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return { state: fields[0] ?? "", startTime: fields[19] ?? "" };
}

function readStat(pid: number): { state: string; startTime: string } | undefined {
  try {
    return parseStat(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return undefined;
  }
}

/** The identity of a running process. */
export function processId(pid: number): ProcessId {
  const stat = readStat(pid);
  return stat === undefined ? { pid } : { pid, startTime: stat.startTime };
}

function answers(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process is alive too.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Whether the process still runs: the same one, and not just another one under its number. */
export function isAlive({ pid, startTime }: ProcessId): boolean {
  if (startTime === undefined) return answers(pid);
  const stat = readStat(pid);
  return stat?.startTime === startTime && stat.state !== "Z";
}
