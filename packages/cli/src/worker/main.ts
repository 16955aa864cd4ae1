import { DEFAULT_ENVIRONMENT, ExitCode, StrataError } from "../core";
import type { Report } from "../events";
import { Run, type LayerCommand } from "../run";
import { plainLine } from "../render/plain";
import { explainSystemError } from "../system-error";
import { findRoot, hasLayer, readLayerPackage } from "../workspace";
import { Interruption } from "./interruption";
import { workOnLayer } from "./work";

const COMMANDS: readonly string[] = [
  "plan",
  "what-if",
  "drift",
  "deploy",
  "destroy",
] satisfies LayerCommand[];

const isCommand = (text: string | undefined): text is LayerCommand =>
  text !== undefined && COMMANDS.includes(text);

/** `strata-layer plan|what-if|drift|deploy|destroy`: the work on the layer of the current folder. Turborepo starts it. */
async function main(command: string | undefined): Promise<number> {
  const directory = process.cwd();
  const layer = readLayerPackage(directory);
  if (!isCommand(command) || layer === undefined) {
    process.stderr.write(`Usage, in the folder of a layer: strata-layer ${COMMANDS.join("|")}\n`);
    return ExitCode.refused;
  }
  const root = findRoot(directory);
  const given = process.env.STRATA_RUN_DIR;
  const run =
    given === undefined
      ? Run.create(root, {
          command,
          environment: process.env.STRATA_ENV ?? "",
          layers: [layer.name],
          schemaServer: false,
        })
      : Run.open(given);
  const report = (content: Report): void => {
    const event = { ...content, layer: layer.name, at: new Date().toISOString() };
    run.record(event);
    const line = given === undefined ? plainLine(event) : undefined;
    if (line !== undefined) process.stderr.write(`${line}\n`);
  };

  const interruption = new Interruption(run);
  try {
    report({ type: "started", pid: process.pid });
    if (!hasLayer(process.env.STRATA_ENV ?? DEFAULT_ENVIRONMENT, layer)) {
      report({ type: "notice", message: "the environment goes without it" });
      return ExitCode.done;
    }
    await workOnLayer(command, { root, run, layer, report, interruption });
    report({ type: "finished" });
    return ExitCode.done;
  } catch (error) {
    const { code, message, exitCode } = asStrataError(explainSystemError(error));
    report({ type: "failed", code, message, exitCode });
    return exitCode;
  } finally {
    interruption.end();
  }
}

/** A defect of Strata is reported like everything else, with where it happened. */
const asStrataError = (error: unknown): StrataError =>
  error instanceof StrataError
    ? error
    : new StrataError(
        "defect",
        error instanceof Error ? (error.stack ?? error.message) : String(error),
        ExitCode.failed,
      );

void main(process.argv[2]).then((code) => {
  process.exit(code);
});
