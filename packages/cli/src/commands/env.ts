import { ExitCode } from "../core";
import { runningEnvironment } from "../emulator";
import { environmentName, readEnvironment } from "../preflight";
import type { CommonOptions } from "../program";
import { terraformEnvironment } from "../terraform/environment";
import { ROOT } from "../workspace";

/** A text as one word of a POSIX shell. */
export const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** Shell commands which make the changes to an environment; undefined unsets. */
export const shellCommands = (changes: Readonly<Record<string, string | undefined>>): string[] =>
  Object.entries(changes).map(([name, value]) =>
    value === undefined ? `unset ${name}` : `export ${name}=${quote(value)}`,
  );

/** `strata env`: what points cdktf, terraform and aws at the emulator, for `eval`. */
export async function env(options: CommonOptions): Promise<ExitCode> {
  const environment = readEnvironment(ROOT, environmentName(options.env));
  const [emulator, { variables }] = await Promise.all([
    runningEnvironment(ROOT, environment.region),
    terraformEnvironment(ROOT),
  ]);
  const changes = { ...emulator, ...variables, STRATA_ENV: environment.name };
  const text =
    options.json === true ? JSON.stringify(changes, undefined, 2) : shellCommands(changes).join("\n");
  process.stdout.write(`${text}\n`);
  return ExitCode.done;
}
