import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { basename, join } from "node:path";
import type { Backend } from "../stack";

/** A Terraform that runs on this machine. */
export interface TerraformProcess {
  readonly pid: number;
  /** Where it works; undefined where the system doesn't tell. */
  readonly directory?: string;
}

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
      const directory = readLink(join("/proc", pid, "cwd"));
      return [{ pid: Number(pid), ...(directory === undefined ? {} : { directory }) }];
    });
}

function fromPs(): TerraformProcess[] {
  return execFileSync("ps", ["-axo", "pid=,comm="], { encoding: "utf8" })
    .split("\n")
    .map((line) => /^\s*(\d+)\s+(.*)$/.exec(line))
    .filter((match) => basename(match?.[2] ?? "") === "terraform")
    .map((match) => ({ pid: Number(match?.[1]) }));
}

function readLink(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}

/** Whether a process may be at work on a state. Where that can't be seen, it may. */
export function mayWorkOn({ directory }: TerraformProcess, { bucket, key }: Backend): boolean {
  if (directory === undefined) return true;
  try {
    const file = join(directory, ".terraform", "terraform.tfstate");
    const { backend } = JSON.parse(readFileSync(file, "utf8")) as { backend?: { config?: Partial<Backend> } };
    return backend?.config?.bucket === bucket && backend.config.key === key;
  } catch {
    return true;
  }
}
