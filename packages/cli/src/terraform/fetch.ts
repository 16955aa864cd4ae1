import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { terraformNotFetched } from "../core";
import { toolsDirectory, type Terraform } from "./find";
import { terraformPlatform } from "./provider";

/** The release which is fetched where there is none. */
export const PINNED_TERRAFORM = "1.11.4";

const RELEASES = "https://releases.hashicorp.com/terraform";

/** The checksum of a file in the text of a SHA256SUMS file. */
export const checksumOf = (sums: string, file: string): string | undefined =>
  sums
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .find(([, name]) => name === file)?.[0];

/**
 * Fetches the pinned release of Terraform into the workspace and checks it against its SHA256SUMS.
 * STRATA_TERRAFORM_RELEASES names a mirror.
 * @throws terraformNotFetched
 */
export async function fetchTerraform(
  root: string,
  onStep: (step: string) => void,
  releases = process.env.STRATA_TERRAFORM_RELEASES ?? RELEASES,
): Promise<Terraform> {
  const base = `${releases.replace(/\/$/, "")}/${PINNED_TERRAFORM}`;
  const file = `terraform_${PINNED_TERRAFORM}_${terraformPlatform()}.zip`;
  onStep(`fetching Terraform ${PINNED_TERRAFORM} from ${base}`);
  const sums = await download(`${base}/terraform_${PINNED_TERRAFORM}_SHA256SUMS`);
  const wanted = checksumOf(sums.toString("utf8"), file);
  if (wanted === undefined) throw terraformNotFetched(base, `there is no ${file} in its SHA256SUMS`);
  const archive = await download(`${base}/${file}`);
  const actual = createHash("sha256").update(archive).digest("hex");
  if (actual !== wanted) {
    throw terraformNotFetched(base, `${file} has the SHA-256 checksum ${actual} instead of ${wanted}`);
  }
  const program = unzipSync(archive, { filter: ({ name }) => name === "terraform" }).terraform;
  if (program === undefined) throw terraformNotFetched(base, `there is no terraform in ${file}`);
  return { path: install(root, program), version: PINNED_TERRAFORM };
}

async function download(url: string): Promise<Buffer> {
  let reason: string;
  try {
    const answer = await fetch(url);
    if (answer.ok) return Buffer.from(await answer.arrayBuffer());
    reason = `the answer was ${answer.status} ${answer.statusText}`;
  } catch (error) {
    const { message, cause } = error as Error;
    reason = cause instanceof Error ? cause.message : message;
  }
  throw terraformNotFetched(url, reason);
}

/** Nobody ever sees half a program under the name. */
function install(root: string, program: Uint8Array): string {
  const directory = toolsDirectory(root);
  mkdirSync(directory, { recursive: true });
  const path = join(directory, "terraform");
  writeFileSync(`${path}.new`, program);
  chmodSync(`${path}.new`, 0o755);
  renameSync(`${path}.new`, path);
  return path;
}
