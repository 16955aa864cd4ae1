import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { REQUIRED_TERRAFORM } from "../core";

type Version = readonly [major: number, minor: number, patch: number];

/** Reads `1.11.4`, `v1.12.0-beta1` and the like; undefined for anything else. */
export function parseVersion(text: string): Version | undefined {
  const match = /(\d+)\.(\d+)(?:\.(\d+))?/.exec(text);
  return match === null ? undefined : [Number(match[1]), Number(match[2]), Number(match[3] ?? 0)];
}

/** Whether a version is at least the other. */
export function isAtLeast(found: string, wanted: string): boolean {
  const [left, right] = [parseVersion(found), parseVersion(wanted)];
  if (left === undefined || right === undefined) return false;
  const difference = left.map((part, index) => part - (right[index] ?? 0)).find((part) => part !== 0);
  return difference === undefined || difference > 0;
}

/**
 * Whether a version meets a constraint of Terraform: `5.100.0` is that version, and `~> 4.6` is 4.6 or newer below 5. What
 * stands behind a `+` doesn't count; a version such as `4.6.0-beta1` only ever meets itself.
 */
export function meetsConstraint(version: string, constraint: string): boolean {
  const atLeast = /^~> (\d+\.\d+)$/.exec(constraint)?.[1];
  if (atLeast === undefined) return version === constraint;
  const [release = ""] = version.split("+");
  return (
    !release.includes("-") &&
    isAtLeast(release, atLeast) &&
    parseVersion(release)?.[0] === parseVersion(atLeast)?.[0]
  );
}

/** Whether a Terraform of this version can be used. */
export const isSupported = (version: string): boolean => isAtLeast(version, REQUIRED_TERRAFORM);

/** The version in the output of `terraform version -json`, or of `terraform version` before that had JSON. */
export function readVersion(output: string): string | undefined {
  const start = output.indexOf("{");
  if (start >= 0) {
    try {
      return (JSON.parse(output.slice(start)) as { terraform_version?: string }).terraform_version;
    } catch {
      return undefined;
    }
  }
  return /Terraform v(\S+)/.exec(output)?.[1];
}

/** The version of a Terraform executable; undefined when it doesn't tell. Remembered until the file changes. */
export async function terraformVersion(executable: string, root: string): Promise<string | undefined> {
  const cache = join(root, ".strata", "cache", "terraform-version.json");
  const { mtimeMs, size } = statSync(executable);
  const key = `${executable} ${mtimeMs} ${size}`;
  const known = readCache(cache);
  if (known?.key === key) return known.version;
  const version = await askVersion(executable);
  if (version !== undefined) {
    mkdirSync(dirname(cache), { recursive: true });
    writeFileSync(cache, JSON.stringify({ key, version }));
  }
  return version;
}

async function askVersion(executable: string): Promise<string | undefined> {
  try {
    const env = { ...process.env, CHECKPOINT_DISABLE: "1" };
    return readVersion((await promisify(execFile)(executable, ["version", "-json"], { env })).stdout);
  } catch {
    return undefined;
  }
}

function readCache(file: string): { key: string; version: string } | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as { key: string; version: string };
  } catch {
    return undefined;
  }
}
