import { copyFileSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ExitCode } from "../core";
import { runLayers, type LayerResult } from "../layer-run";
import { ensureCheckov, runCheckov } from "../lint/checkov";
import { makeReport, renderReport, type PlannedLayer } from "../lint/report";
import { lookAtStack } from "../lint/rules";
import { Tflint } from "../lint/tflint";
import { validate } from "../lint/validate";
import { readWaivers } from "../lint/waivers";
import { environmentName, readEnvironment } from "../preflight";
import type { CommonOptions } from "../program";
import { runSummary } from "../render/run-summary";
import { readStack } from "../stack";
import { terraformEnvironment } from "../terraform/environment";
import { discoverLayers, hasLayer, ROOT, selectLayers } from "../workspace";

const say = (text: string): void => void process.stderr.write(`${text}\n`);

/**
 * `strata lint`: `terraform validate`, tflint, checkov and the project's own rules on layers as they are synthesized and
 * planned, all of them and the foundation by default.
 * @throws tflintMissing, pythonMissing, checkovNotInstalled, lintToolFailed, wrongSettings of the waivers, and what a
 * plan throws
 */
export async function lint(names: readonly string[], options: CommonOptions): Promise<ExitCode> {
  const environment = readEnvironment(ROOT, environmentName(options.env));
  const all = discoverLayers();
  const layers =
    names.length === 0
      ? all.filter((layer) => hasLayer(environment.name, layer))
      : selectLayers(names, all, environment.name);
  const waivers = readWaivers(ROOT);
  const [tflint, python] = await Promise.all([Tflint.find(ROOT), ensureCheckov(ROOT, say)]);

  const run = await runLayers({ root: ROOT, command: "plan", environment, layers });
  if (run.exitCode !== ExitCode.done && run.exitCode !== ExitCode.changes) {
    say(runSummary(run));
    return run.exitCode;
  }
  const { variables } = await terraformEnvironment(ROOT);
  // checkov tells files apart by their names only.
  const folder = join(run.directory, "checkov");
  mkdirSync(folder);
  const planned = run.layers.map((layer) => readPlan(layer, join(folder, `${layer.layer}.json`)));
  const stacks = layers.map(({ directory, name }) => readStack(directory, name));
  // A plan without resources holds nothing that could be wrong.
  const plans = planned.filter(({ resources }) => resources > 0).map(({ file }) => file);
  const verdicts = await Promise.all([
    runCheckov(python, plans),
    ...stacks.map(async (stack) => [
      await validate(stack, { ...process.env, ...variables }),
      await tflint.look(stack),
      lookAtStack(stack),
    ]),
  ]);
  const report = makeReport(planned, verdicts.flat(), {
    environment: environment.name,
    waivers,
    isWhole: names.length === 0,
    tflintRulesets: tflint.rulesets,
  });
  process.stdout.write(
    `${options.json === true ? JSON.stringify(report, undefined, 2) : renderReport(report)}\n`,
  );
  return report.exitCode;
}

interface PlanJson {
  readonly planned_values?: {
    readonly root_module?: {
      readonly resources?: readonly { readonly mode: string; readonly type: string }[];
    };
  };
}

/** The plan of a layer as JSON, copied into a file, and how many resources of AWS it holds. */
function readPlan({ planJson, layer }: LayerResult, file: string): PlannedLayer & { readonly file: string } {
  if (planJson === undefined) throw new Error(`${layer} was not planned.`);
  copyFileSync(planJson, file);
  const plan = JSON.parse(readFileSync(planJson, "utf8")) as PlanJson;
  const resources = plan.planned_values?.root_module?.resources ?? [];
  const ofAws = resources.filter(({ mode, type }) => mode === "managed" && type.startsWith("aws_"));
  return { layer, file, resources: ofAws.length };
}
