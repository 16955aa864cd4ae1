import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";

/** What the emulator of a directory wrote down about itself when it was ready. */
export interface EmulatorRecord {
  readonly pid: number;
  readonly port: number;
  /** Its health endpoint answers the same: a port which does is this emulator's, and no other's. */
  readonly token: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
}

const path = (directory: string): string => join(directory, "emulator.json");

const isRecord = (value: unknown): value is EmulatorRecord => {
  const { pid, port, token, startedAt } = (value ?? {}) as Record<keyof EmulatorRecord, unknown>;
  return (
    Number.isInteger(pid) &&
    (pid as number) > 1 &&
    Number.isInteger(port) &&
    typeof token === "string" &&
    token !== "" &&
    typeof startedAt === "string"
  );
};

/** The record of a directory; undefined when there is none, or when it can't be one. */
export async function readRecord(directory: string): Promise<EmulatorRecord | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(path(directory), "utf8"));
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export async function removeRecord(directory: string): Promise<void> {
  await rm(path(directory), { force: true });
}
