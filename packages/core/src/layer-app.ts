import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { App } from "cdktf";
import type { Construct } from "constructs";
import type { z } from "zod";
import { loadEnvironment, type Environment } from "./environment";
import { ExitCode, settingsMissing, StrataError } from "./errors";
import type { Layer } from "./layer";
import type { Customize, LayerStack } from "./layer-stack";
import { loadModule, runSettings } from "./load-module";
import { moveChanged } from "./move-changed";
import { check } from "./settings";
import { PLANNED_OUTPUTS } from "./what-if";

/** The environment which commands use when none is named. */
export const DEFAULT_ENVIRONMENT = "sbcntr";

/** What a layer's `main.ts` says: which stack, with which settings, from which folders. */
export interface LayerAppProps<L extends Layer, S extends z.ZodType> {
  readonly layer: L;
  readonly settings: S;
  readonly stack: new (scope: Construct, environment: Environment, settings: z.output<S>) => LayerStack<L>;
  /** Folder of the compiled `environments/<name>.js` which all layers share. */
  readonly environments: string;
  /** The layer's own `dist` folder, with its settings in `environments/<name>.js`. */
  readonly directory: string;
}

/** What `packages/<layer>/environments/<name>.ts` exports. */
interface SettingsModule {
  readonly settings: unknown;
  readonly customize?: Customize;
}

/** The cdktf app of a layer, alone or composed with others in one app. */
export class LayerApp<L extends Layer = Layer, S extends z.ZodType = z.ZodType> {
  constructor(private readonly props: LayerAppProps<L, S>) {}

  get layer(): L {
    return this.props.layer;
  }

  /** What an environment may set. */
  get schema(): S {
    return this.props.settings;
  }

  /**
   * Adds the layer's stack for an environment to an app.
   * @throws unknownEnvironment, settingsMissing, settingsNotLoaded, wrongSettings
   */
  addTo(app: App, environmentName: string): LayerStack<L> {
    const { stack: Stack, environments } = this.props;
    const environment = loadEnvironment(environments, environmentName);
    const { settings, customize, file } = this.load(environmentName);
    const stack = new Stack(app, environment, settings);
    if (customize !== undefined)
      runSettings(file, () => {
        customize(stack);
      });
    return stack;
  }

  /**
   * The layer's settings for an environment, checked, with every default filled in.
   * @throws settingsMissing, settingsNotLoaded, wrongSettings
   */
  settingsOf(environmentName: string): z.output<S> {
    return this.load(environmentName).settings;
  }

  /** Whether the layer is optional and the environment goes without it. */
  isLeftOut(environmentName: string): boolean {
    return this.layer.optional && !existsSync(this.settingsSource(environmentName));
  }

  private settingsSource(environmentName: string): string {
    return join(this.props.directory, "../environments", `${environmentName}.ts`);
  }

  private load(environmentName: string) {
    const { layer, settings: schema, directory } = this.props;
    const compiled = join(directory, "environments", `${environmentName}.js`);
    const file = relative(join(directory, "../../.."), this.settingsSource(environmentName));
    if (!existsSync(compiled)) throw settingsMissing(layer.name, environmentName, file);
    const { settings, customize } = loadModule(compiled, file) as SettingsModule;
    return { settings: check(schema, settings, file), customize, file };
  }

  /** Others may synthesize the layer at the same moment, or read what was synthesized: they find whole files. */
  private synthesize(environment: string, folder: string): void {
    mkdirSync(folder, { recursive: true });
    const draft = mkdtempSync(join(folder, "draft-"));
    try {
      // cdktf's own checks start Terraform to ask for its version, which is a fifth of the time of a synth;
      // `required_version` in the stack says the same, and LayerStack always has its provider.
      const app = new App({ outdir: draft, skipValidation: true, context: plannedContext() });
      this.addTo(app, environment);
      app.synth();
      moveChanged(draft, folder);
    } finally {
      rmSync(draft, { recursive: true });
    }
  }

  /**
   * Synthesizes the layer when `module` is the program that runs. Wrong input is one sentence and exit code 3. Of an
   * optional layer without settings there is nothing to synthesize.
   */
  main(module: NodeJS.Module): void {
    if (require.main !== module) return;
    try {
      const environment = process.env.STRATA_ENV ?? DEFAULT_ENVIRONMENT;
      if (this.isLeftOut(environment)) return;
      this.synthesize(environment, process.env.CDKTF_OUTDIR ?? "cdktf.out");
    } catch (error) {
      if (!(error instanceof StrataError)) throw error;
      reportToStrata(this.layer.name, error);
      process.stderr.write(`${error.message}\n`);
      process.exitCode = ExitCode.refused;
    }
  }
}

/** For a what-if plan, `strata` names a file with the planned outputs of layers that this one reads. */
function plannedContext(): Record<string, unknown> {
  const file = process.env.STRATA_PLANNED_OUTPUTS;
  return file === undefined ? {} : { [PLANNED_OUTPUTS]: JSON.parse(readFileSync(file, "utf8")) as unknown };
}

/** `strata` runs this program through Turborepo and reads what went wrong from its run's event file. */
function reportToStrata(layer: string, error: StrataError): void {
  const run = process.env.STRATA_RUN_DIR;
  if (run === undefined) return;
  const { code, message, exitCode } = error;
  const event = { type: "failed", layer, code, message, exitCode, at: new Date().toISOString() };
  appendFileSync(join(run, "events.ndjson"), `${JSON.stringify(event)}\n`);
}
