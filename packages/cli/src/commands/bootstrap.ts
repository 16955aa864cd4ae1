import { ExitCode, stateLocation } from "../core";
import { bootstrapFoundation, type BootstrapResult } from "../foundation";
import { environmentName, readEnvironment } from "../preflight";
import type { CommonOptions } from "../program";
import { ROOT } from "../workspace";

const SENTENCES: Record<BootstrapResult, string> = {
  created: "made",
  changed: "brought up to date",
  unchanged: "there already, nothing to do",
};

/** `strata bootstrap`: the state bucket of an environment and its key. */
export async function bootstrap(options: CommonOptions): Promise<ExitCode> {
  const environment = readEnvironment(ROOT, environmentName(options.env));
  const result = await bootstrapFoundation(ROOT, environment, (step) => process.stderr.write(`${step}\n`));
  const { bucket, kmsAlias } = stateLocation(environment);
  process.stdout.write(
    options.json === true
      ? `${JSON.stringify({ environment: environment.name, result, bucket, kmsAlias })}\n`
      : `State bucket ${bucket} with key ${kmsAlias}: ${SENTENCES[result]}.\n`,
  );
  return ExitCode.done;
}
