import { existsSync } from "node:fs";
import { join } from "node:path";
import {
  check,
  DEFAULT_ENVIRONMENT,
  environmentNames,
  ExitCode,
  loadEnvironment,
  localSettingsMissing,
  StrataError,
  type Environment,
} from "@strata/core";
import { app as databaseApp } from "@strata/database/main";
import { environmentsDirectory } from "@strata/environments";
import { app as servicesApp } from "@strata/services/main";
import { App } from "cdktf";
import { localSettings, type LocalSettings } from "./settings";
import { LocalStack } from "./stack";

/** The settings of this machine for an environment. @throws localSettingsMissing, wrongSettings */
function settingsOf({ name }: Environment): LocalSettings {
  const directory = join(__dirname, "environments");
  const file = `packages/local/environments/${name}.ts`;
  if (!existsSync(join(directory, `${name}.js`))) {
    throw localSettingsMissing(name, file, environmentNames(directory));
  }
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the file is chosen by name at run time
  return check(localSettings, (require(join(directory, name)) as { settings: unknown }).settings, file);
}

/** The cdktf app of the platform on this machine: the settings of two layers, and what is this machine's own. */
function main(): void {
  const environment = loadEnvironment(environmentsDirectory, process.env.STRATA_ENV ?? DEFAULT_ENVIRONMENT);
  const local = settingsOf(environment);
  const app = new App({ skipValidation: true });
  new LocalStack(app, environment, {
    local,
    services: servicesApp.settingsOf(environment.name),
    database: databaseApp.settingsOf(environment.name),
  });
  app.synth();
}

try {
  main();
} catch (error) {
  if (!(error instanceof StrataError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = ExitCode.refused;
}
