import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { renderText } from "@strata/report";
import { buildLayers } from "../build-layers";
import { readerEdges, readReaders } from "../contracts/readers";
import type { ExitCode } from "../core";
import { readersElsewhereDeployed, readersStillDeployed, stateKey, type Environment } from "../core";
import { runLayers, type LayerRunOptions, type RunResult } from "../layer-run";
import { readReport } from "../plan-report";
import { environmentName, readEnvironment, stateStore } from "../preflight";
import { PlanFolder } from "../plan-folder";
import type { CommonOptions } from "../program";
import { painter } from "../render/painter";
import { runSummary } from "../render/run-summary";
import { reviewedLayers } from "../reviewed";
import type { LayerCommand } from "../run";
import type { StateStore } from "../state-store";
import { checkFolder } from "../write-for";
import { discoverLayers, loadLayer, ROOT, selectLayers, type LayerPackage } from "../workspace";

type LayerRunExtras = Pick<LayerRunOptions, "plans" | "whatIfOnly" | "reviewed">;

/** Options of `strata plan`. */
export interface PlanOptions extends CommonOptions {
  readonly whatIf?: boolean;
  readonly out?: string;
}

/**
 * `strata plan`: what `deploy` would change. With `--what-if` or `--out` the layers are planned in order, each against the
 * planned outputs of those that it reads.
 */
export function plan(names: readonly string[], options: PlanOptions): Promise<ExitCode> {
  const { whatIf = false, out } = options;
  const inOrder = whatIf || out !== undefined;
  return run(inOrder ? "what-if" : "plan", names, options, {
    ...(out !== undefined && { plans: resolve(out) }),
    whatIfOnly: whatIf,
  });
}

/** Options of `strata deploy`. */
export interface DeployOptions extends CommonOptions {
  readonly reviewed?: string;
}

/** `strata deploy`. With `--reviewed` only what the plans in that folder say, by default all of them. */
export function deploy(names: readonly string[], options: DeployOptions): Promise<ExitCode> {
  if (options.reviewed === undefined) return run("deploy", names, options);
  const directory = resolve(options.reviewed);
  const environment = environmentName(options.env);
  const reviewed = reviewedLayers(new PlanFolder(directory).read(), { names, environment, directory });
  return run("deploy", reviewed, options, { reviewed: directory });
}

/** `strata destroy`. */
export const destroy = (names: readonly string[], options: CommonOptions): Promise<ExitCode> =>
  run("destroy", names, options);

async function run(
  command: LayerCommand,
  names: readonly string[],
  options: CommonOptions,
  more: LayerRunExtras = {},
): Promise<ExitCode> {
  const environment = readEnvironment(ROOT, environmentName(options.env));
  const result = await workOn(command, names, environment, more);
  if (options.json === true) process.stdout.write(`${JSON.stringify(result, undefined, 2)}\n`);
  else process.stdout.write(`${runSummary(result, plannedChanges(result))}\n`);
  return result.exitCode;
}

/** What the plans of a run would do, of the layers which it has planned. */
function plannedChanges({ plans, layers }: RunResult): string {
  const planned = new Set(layers.filter(({ status }) => status === "done").map(({ layer }) => layer));
  if (plans === undefined || planned.size === 0) return "";
  const report = readReport(plans);
  return renderText(
    { ...report, layers: report.layers.filter(({ layer }) => planned.has(layer)) },
    { paint: painter },
  );
}

/** Plans, deploys or destroys the named layers, or all. */
export function workOn(
  command: LayerCommand,
  names: readonly string[],
  environment: Environment,
  more: LayerRunExtras = {},
): Promise<RunResult> {
  const all = discoverLayers();
  const layers = selectLayers(names, all, environment.name);
  if (more.plans !== undefined) checkFolder("--out", more.plans);
  return runLayers({
    root: ROOT,
    command,
    environment,
    layers,
    ...more,
    ...(command === "destroy" && { beforeWork: () => checkReaders(layers, all, environment) }),
  });
}

/**
 * Layers can't be destroyed under others that read them.
 * @throws readersStillDeployed, readersElsewhereDeployed
 */
async function checkReaders(
  chosen: readonly LayerPackage[],
  all: readonly LayerPackage[],
  environment: Environment,
): Promise<void> {
  const others = all.filter(
    ({ name, bootstrap }) => !bootstrap && !chosen.some((layer) => layer.name === name),
  );
  const store = stateStore(environment);
  await checkReadersElsewhere(chosen, all, store, environment);
  const standing = await Promise.all(
    others.map(({ name }) => store.readerStands(stateKey(environment, name))),
  );
  const deployed = others.filter((_, index) => standing[index]);
  const notBuilt = deployed.filter(({ layerModule }) => !existsSync(layerModule));
  if (notBuilt.length > 0) await buildLayers(notBuilt);
  for (const { name } of chosen) {
    const readers = deployed
      .map(loadLayer)
      .filter(({ reads }) => reads.some((contract) => contract.name === name));
    if (readers.length > 0) {
      throw readersStillDeployed(
        name,
        readers.map((reader) => reader.name),
        environment.name,
      );
    }
  }
}

/** The same for readers in repositories of their own, which no run of this one can destroy. */
async function checkReadersElsewhere(
  chosen: readonly LayerPackage[],
  all: readonly LayerPackage[],
  store: StateStore,
  environment: Environment,
): Promise<void> {
  const readers = readReaders(ROOT, all);
  const standing = await Promise.all(
    readers.map(({ layer }) => store.readerStands(stateKey(environment, layer))),
  );
  const edges = readers.filter((_, index) => standing[index]).flatMap(readerEdges);
  for (const { name } of chosen) {
    const found = edges.filter(({ producer }) => producer === name);
    if (found.length > 0) throw readersElsewhereDeployed(name, found, environment.name);
  }
}
