import { spawn } from "node:child_process";
import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isAlive, processId, type ProcessId } from "./process-id";
import { stackDirectory } from "./stack";
import { terraformEnvironment } from "./terraform/process";
import { terraformPlatform } from "./terraform/provider";
import type { Run } from "./run";
import type { LayerPackage } from "./workspace";

const PATIENCE = 15_000;

/** The AWS provider as one of the layers has it installed; undefined when none has. */
export function installedProvider(layers: readonly LayerPackage[]): string | undefined {
  return layers
    .map(({ directory, name }) =>
      join(stackDirectory(directory, name), ".terraform/providers/registry.terraform.io/hashicorp/aws"),
    )
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder).map((version) => join(folder, version, terraformPlatform())))
    .flatMap((folder) => readdirSync(folder).map((file) => join(folder, file)))
    .find((file) => /terraform-provider-aws[^/]*$/.test(file));
}

/** The value for TF_REATTACH_PROVIDERS in what a provider prints when it is started with `-debug`. */
export const parseReattach = (output: string): string | undefined =>
  /TF_REATTACH_PROVIDERS='([^']+)'/.exec(output)?.[1];

const processFile = (runDirectory: string): string => join(runDirectory, "schema-provider.json");

/** Stops the provider of a run whose process was killed before it could. */
export function stopSchemaProvider(runDirectory: string): void {
  const file = processFile(runDirectory);
  if (!existsSync(file)) return;
  const id = JSON.parse(readFileSync(file, "utf8")) as ProcessId;
  if (isAlive(id)) process.kill(id.pid);
}

/**
 * Starts one provider which all `terraform show` of a run ask for its schema, instead of each starting its own:
 * reading a plan takes half the time. It is never configured and never asks AWS anything. Plans must not share a
 * provider, because each layer configures its own default tags.
 * @returns stops it
 */
export function startSchemaProvider(executable: string, run: Run, env: NodeJS.ProcessEnv): () => void {
  const file = join(run.directory, "schema-provider.log");
  const log = openSync(file, "a");
  const child = spawn(executable, ["-debug"], {
    env: terraformEnvironment(env),
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  // Without it every worker starts its own, as plain Terraform does.
  child.once("error", () => undefined);
  if (child.pid !== undefined)
    writeFileSync(processFile(run.directory), JSON.stringify(processId(child.pid)));
  void announce();
  return () => void child.kill();

  async function announce(): Promise<void> {
    const deadline = Date.now() + PATIENCE;
    while (Date.now() < deadline) {
      await sleep(50);
      const value = parseReattach(readFileSync(file, "utf8"));
      if (value === undefined) continue;
      // Workers read the file as soon as it is there.
      writeFileSync(`${run.reattachFile}.new`, value);
      renameSync(`${run.reattachFile}.new`, run.reattachFile);
      return;
    }
  }
}
