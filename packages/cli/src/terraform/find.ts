import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { REQUIRED_TERRAFORM, terraformMissing, terraformTooOld } from "../core";
import { isSupported, terraformVersion } from "./version";

/** A Terraform that can be used. */
export interface Terraform {
  readonly path: string;
  readonly version: string;
}

/** The folder for what Strata fetches itself. */
export const toolsDirectory = (root: string): string => join(root, ".strata", "bin");

/** The first executable of a name on a search path. */
export function findExecutable(name: string, searchPath: string): string | undefined {
  return searchPath
    .split(delimiter)
    .filter((directory) => directory !== "")
    .map((directory) => join(directory, name))
    .find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/**
 * Finds Terraform on the PATH, or else the one which Strata fetched.
 * @throws terraformMissing, terraformTooOld
 */
export async function findTerraform(root: string, env: NodeJS.ProcessEnv = process.env): Promise<Terraform> {
  const places = [env.PATH ?? "", toolsDirectory(root)];
  const found = places
    .map((place) => findExecutable("terraform", place))
    .filter((path) => path !== undefined);
  let tooOld: Terraform | undefined;
  for (const path of found) {
    const version = (await terraformVersion(path, root)) ?? "of an unknown version";
    if (isSupported(version)) return { path, version };
    tooOld ??= { path, version };
  }
  throw tooOld === undefined
    ? terraformMissing(REQUIRED_TERRAFORM)
    : terraformTooOld(tooOld.path, tooOld.version, REQUIRED_TERRAFORM);
}
