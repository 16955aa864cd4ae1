import { join } from "node:path";
import { ExitCode, stateKey, type Environment } from "../core";
import * as emulator from "../emulator";
import { bootstrapFoundation, destroyFoundation } from "../foundation";
import { findLeftovers, lookedFor } from "../leftovers";
import { environmentName, readEnvironment, stateStore } from "../preflight";
import { connect } from "../local/engine";
import { bringUp, isUp, takeDown as takeLocalDown } from "../local/platform";
import type { CommonOptions } from "../program";
import { runSummary } from "../render/run-summary";
import { duration, renderTable } from "../render/table";
import { isDeployed, resourceCount, type State } from "../state-store";
import { runTurbo } from "../turbo";
import { discoverLayers, ROOT, selectLayers } from "../workspace";
import { examine, machineChecks, pythonCheck, renderFindings } from "./doctor";
import { workOn } from "./layers";
import { describePlatform } from "./local";
import { outputsOf } from "./outputs";

/** What a demo came to, as `--json` prints it. */
interface DemoResult {
  readonly environment: string;
  readonly steps: readonly { readonly step: string; readonly seconds: number }[];
  readonly exitCode: ExitCode;
}

const say = (text: string): void => void process.stderr.write(`${text}\n`);

/** Ends a demo which can't go on; why has been said. */
class Stopped extends Error {
  constructor(readonly exitCode: ExitCode) {
    super();
  }
}

/** A sequence of steps, each with a title and its time. */
class Steps {
  private readonly done: { step: string; seconds: number }[] = [];

  constructor(private readonly environment: Environment) {}

  async take<T>(step: string, work: () => Promise<T>): Promise<T> {
    say(`\n== ${step}`);
    const begin = Date.now();
    const result = await work();
    this.done.push({ step, seconds: (Date.now() - begin) / 1000 });
    return result;
  }

  /** Runs all steps and prints the times. */
  async run(work: () => Promise<void>, json: boolean): Promise<ExitCode> {
    let exitCode: ExitCode = ExitCode.done;
    try {
      await work();
    } catch (error) {
      if (!(error instanceof Stopped)) throw error;
      exitCode = error.exitCode;
    }
    const result: DemoResult = { environment: this.environment.name, steps: this.done, exitCode };
    process.stdout.write(`${json ? JSON.stringify(result, undefined, 2) : this.render()}\n`);
    return exitCode;
  }

  private render(): string {
    const total = this.done.reduce((sum, { seconds }) => sum + seconds, 0);
    const rows = [...this.done, { step: "all of it", seconds: total }].map(({ step, seconds }) => [
      step,
      duration(seconds * 1000),
    ]);
    return `\n${renderTable(["STEP", "TIME"], rows)}`;
  }
}

async function startEmulator(environment: Environment, port: number | undefined): Promise<void> {
  const started = await emulator.start(ROOT, { onStep: say, ...(port === undefined ? {} : { port }) });
  emulator.useEmulator(started, environment.region);
  say(
    `The embedded AWS answers at ${started.url}. It holds everything in memory, and nothing of it costs anything.`,
  );
}

/** Runs a command on all layers, and stops the demo where it fails. */
async function onAllLayers(command: "plan" | "deploy" | "destroy", environment: Environment): Promise<void> {
  const result = await workOn(command, [], environment);
  say(runSummary(result));
  if (result.exitCode === ExitCode.changes)
    say("The plan after the deployment should have been empty; it is not.");
  if (result.exitCode !== ExitCode.done) {
    throw new Stopped(result.exitCode === ExitCode.refused ? ExitCode.refused : ExitCode.failed);
  }
}

/** Options of `strata demo`. */
export interface DemoOptions extends CommonOptions {
  readonly destroy?: boolean;
  readonly live?: boolean;
  readonly port?: number;
}

/**
 * `strata demo`: the whole platform on the embedded AWS, with `--live` its services in Docker too; `--destroy` takes all of
 * it down again.
 */
export async function demo(options: DemoOptions): Promise<ExitCode> {
  const { destroy = false, live = false, port, json = false } = options;
  const environment = readEnvironment(ROOT, environmentName(options.env));
  // Before anything is deployed.
  if (live && !destroy) await connect();
  const steps = new Steps(environment);
  return steps.run(async () => {
    if (destroy) return takeDown(steps, environment, port);
    await standUp(steps, environment, port);
    if (live) await runLive(steps, environment);
  }, json);
}

/** The services in Docker, and where they are. */
async function runLive(steps: Steps, environment: Environment): Promise<void> {
  const platform = await steps.take("Run the services in Docker", () => bringUp(environment, say));
  say(`\n${describePlatform(platform)}`);
  const [first] = platform.manifest.published;
  if (first !== undefined) say(`\nThe page is at ${first.url}`);
}

/**
 * Builds and synthesizes the layers, which takes a new clone a minute. Whatever is wrong with them is for the
 * deployment to say, which finds the rest done by then.
 */
const buildLayers = (environment: Environment): Promise<number> =>
  runTurbo({
    root: ROOT,
    task: "synth",
    layers: selectLayers([], discoverLayers(), environment.name),
    env: { ...process.env, STRATA_ENV: environment.name },
    logFile: join(ROOT, ".strata/layers-build.log"),
  });

async function standUp(steps: Steps, environment: Environment, port: number | undefined): Promise<void> {
  await steps.take("Is everything here?", async () => {
    const findings = await examine([...machineChecks(ROOT, environment), pythonCheck]);
    say(renderFindings(findings));
    if (findings.some(({ ok }) => !ok)) throw new Stopped(ExitCode.refused);
  });
  await steps.take("Start the embedded AWS", () => startEmulator(environment, port));
  await steps.take("Make the state bucket, and build the layers meanwhile", () =>
    Promise.all([bootstrapFoundation(ROOT, environment, say), buildLayers(environment)]),
  );
  await steps.take("Deploy all layers", () => onAllLayers("deploy", environment));
  await steps.take("Plan all layers: nothing may be left to do", () => onAllLayers("plan", environment));
  await steps.take("What was built", () => showWhatWasBuilt(environment));
  say(
    [
      "",
      "What to try next:",
      '  eval "$(./strata env)"                  point terraform, cdktf and aws at the embedded AWS',
      "  aws ecs list-services --cluster ...     look around with the AWS CLI",
      "  ./strata status, ./strata outputs       what is deployed, and what the layers publish",
      `  edit packages/services/environments/${environment.name}.ts, then ./strata plan`,
      "  ./strata demo --destroy                 take it all down",
    ].join("\n"),
  );
}

async function takeDown(steps: Steps, environment: Environment, port: number | undefined): Promise<void> {
  if (await isUp(environment)) {
    await steps.take("Take down the services in Docker", () => takeLocalDown(environment, say));
  }
  await steps.take("Find the embedded AWS", () => startEmulator(environment, port));
  if (await stateStore(environment).exists()) {
    await steps.take("Destroy all layers", () => onAllLayers("destroy", environment));
  }
  await steps.take("Remove the state bucket", () => destroyFoundation(ROOT, environment, say));
  await steps.take("Is anything left? AWS is asked, not the state", async () => {
    const leftovers = await findLeftovers(environment.region);
    if (leftovers.length > 0) {
      say(
        renderTable(
          ["LEFT", "ID"],
          leftovers.map(({ kind, id }) => [kind, id]),
        ),
      );
      throw new Stopped(ExitCode.failed);
    }
    say(
      `Nothing: none of ${lookedFor.length} kinds of resources, from ${lookedFor[0] ?? ""} to ${lookedFor.at(-1) ?? ""}.`,
    );
  });
}

const SHOWN_TYPES = 5;

/** `62: 18 vpc_security_group_ingress_rule, ...`: how many resources of which types. */
function describeResources(state: State): string {
  const counts = new Map<string, number>();
  for (const { mode, type, instances } of state.resources) {
    if (mode === "managed") counts.set(type, (counts.get(type) ?? 0) + instances.length);
  }
  const types = [...counts].sort(([, left], [, right]) => right - left);
  const shown = types.slice(0, SHOWN_TYPES).map(([type, count]) => `${count} ${type.replace(/^aws_/, "")}`);
  const more = types.length - shown.length;
  return [...shown, ...(more > 0 ? [`${more} more types`] : [])].join(", ");
}

interface LoadBalancer {
  readonly name?: string;
  readonly dns_name?: string;
  readonly internal?: boolean;
}

const loadBalancersOf = (state: State): LoadBalancer[] =>
  state.resources
    .filter(({ mode, type }) => mode === "managed" && type === "aws_lb")
    .flatMap(({ instances }) => instances.map(({ attributes }) => attributes as LoadBalancer));

async function showWhatWasBuilt(environment: Environment): Promise<void> {
  const store = stateStore(environment);
  const layers = selectLayers([], discoverLayers(), environment.name);
  const states = await Promise.all(
    layers.map(async ({ name }) => ({ name, state: await store.read(stateKey(environment, name)) })),
  );
  const deployed = states.flatMap(({ name, state }) => (isDeployed(state) ? [{ name, state }] : []));
  const rows = deployed.map(({ name, state }) => [
    name,
    String(resourceCount(state)),
    describeResources(state),
  ]);
  say(renderTable(["LAYER", "RESOURCES", "OF WHICH"], rows));
  const addresses = deployed
    .flatMap(({ state }) => loadBalancersOf(state))
    .map(({ name, dns_name: address, internal }) => [
      name ?? "",
      address ?? "",
      internal === true ? "internal" : "public",
    ]);
  say(`\n${renderTable(["LOAD BALANCER", "ADDRESS", ""], addresses)}`);
  const outputs = deployed.map(({ name, state }) => [name, Object.keys(outputsOf(state)).join(", ")]);
  say(`\n${renderTable(["LAYER", "PUBLISHES (./strata outputs shows the values)"], outputs)}`);
}
