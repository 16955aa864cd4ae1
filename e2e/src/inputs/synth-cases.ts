/**
 * Tries wrong settings with the app of a layer, as `node dist/main.js` does in the layer's folder, but many in one process:
 * what takes time is to load a layer. Prints what came of each as JSON.
 *
 * Usage, in the folder of a layer: node synth-cases.js
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { LayerApp } from "@strata/core";
import { z } from "zod";
import { SETTINGS_CASES, SETTINGS_OF_NO_BLUEPRINT } from "./settings-cases";
import { readable, wrongValues, type JsonSchema } from "./wrong-values";

/** What came of wrong settings. */
export interface SynthOutcome {
  readonly title: string;
  readonly environment: string;
  /** The place that an answer must name. */
  readonly path: string;
  readonly exitCode: number;
  readonly said: string;
  /** What was written for it and is still there: of the first case, which is tried in another way too. */
  readonly files: readonly string[];
}

const directory = process.cwd();
const layer = basename(directory);
const root = join(directory, "../..");
const settingsFolder = join(directory, "dist/environments");

const load = (file: string): unknown =>
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the layer is chosen at run time
  require(file) as unknown;
const { app } = load(join(directory, "dist/main.js")) as { app: LayerApp };

// Of an optional layer no blueprint may have settings.
mkdirSync(settingsFolder, { recursive: true });
const own = SETTINGS_OF_NO_BLUEPRINT[layer];
if (own !== undefined)
  writeFileSync(join(settingsFolder, "sbcntr.js"), `exports.settings = ${JSON.stringify(own)};\n`);
const blueprints = readdirSync(settingsFolder)
  .filter((file) => file.endsWith(".js") && !file.startsWith("wrong-"))
  .map((file) => basename(file, ".js"))
  .sort();
/** The settings of a blueprint, as data. */
const settingsOf = (blueprint: string): Record<string, unknown> => {
  const { settings } = load(join(settingsFolder, `${blueprint}.js`)) as { settings: object };
  return structuredClone(settings) as Record<string, unknown>;
};

/** Writes settings as the compiler would, for an environment of its own, and has the app read them. */
function tryOut(title: string, blueprint: string, path: string, settings: unknown): SynthOutcome {
  const environment = `wrong-${tried++}`;
  const shared = load(join(root, "environments/dist", `${blueprint}.js`)) as { environment: object };
  const lines = (name: string, value: unknown): string => `exports.${name} = ${JSON.stringify(value)};\n`;
  const shares = { ...shared.environment, name: environment };
  const files = {
    [join(settingsFolder, `${environment}.js`)]: lines("settings", settings),
    // An optional layer belongs to an environment by this file.
    [join(directory, "environments", `${environment}.ts`)]: `export const settings = {};\n`,
    [join(root, "environments/dist", `${environment}.js`)]: lines("environment", shares),
  };
  for (const [file, text] of Object.entries(files)) writeFileSync(file, text);
  const outcome = { title: `${layer}, ${blueprint}: ${title}`, environment, path, ...run(environment) };
  const kept = tried === 1 ? Object.keys(files) : [];
  // Thousands of environments would cost every command that looks for all of them.
  for (const file of Object.keys(files)) if (!kept.includes(file)) rmSync(file);
  return { ...outcome, files: kept };
}
let tried = 0;

/** The app's own `main`, with what it writes and with what Node would do of an error that nobody catches. */
function run(environment: string): { exitCode: number; said: string } {
  const write = process.stderr.write.bind(process.stderr);
  let said = "";
  process.env.STRATA_ENV = environment;
  process.exitCode = 0;
  process.stderr.write = (text: string | Uint8Array) => ((said += String(text)), true);
  try {
    app.main(module);
    return { exitCode: process.exitCode, said };
  } catch (error) {
    return { exitCode: 1, said: said + ((error as Error).stack ?? "") };
  } finally {
    process.stderr.write = write;
    process.exitCode = 0;
  }
}

const schema = z.toJSONSchema(app.schema, { io: "input", unrepresentable: "any" }) as JsonSchema;
const made = blueprints.flatMap((blueprint) =>
  wrongValues(schema, settingsOf(blueprint)).map((wrong) => ({ blueprint, wrong })),
);

const outcomes = [
  ...(SETTINGS_CASES[layer] ?? []).map(({ title, blueprint, path, change }) => {
    const settings = settingsOf(blueprint);
    change(settings);
    return tryOut(title, blueprint, path, settings);
  }),
  ...made.map(({ blueprint, wrong: { what, path, value } }) =>
    tryOut(`${readable(path)}: ${what}`, blueprint, readable(path), value),
  ),
];
process.stdout.write(JSON.stringify(outcomes));
