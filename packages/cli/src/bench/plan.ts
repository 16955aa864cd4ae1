/**
 * How long `strata plan` of all layers takes, with the plans as JSON, against bare Terraform doing the same: init,
 * plan and show of every stack, all started at once in fresh folders. And how long `strata plan --what-if` takes,
 * against what a person would type without it: plan and show in the folder of each layer, which is initialized, one
 * after another.
 *
 * The layers must be deployed, and the environment must point at them: ./strata demo, then eval "$(./strata env)".
 * Change something then whose values aren't known before it is deployed, such as the description of a security group
 * and the name of the alarms' topic; how many layers are what-ifs by that is in the table.
 */
import { spawn } from "node:child_process";
import { copyFileSync, mkdtempSync, openSync, closeSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PlanFolder } from "../plan-folder";
import { environmentName } from "../preflight";
import { renderTable } from "../render/table";
import { stackDirectory } from "../stack";
import { terraformEnvironment } from "../terraform/environment";
import { discoverLayers, ROOT, selectLayers, type LayerPackage } from "../workspace";
import { seconds, spread } from "./measure";

const ROUNDS = 5;

interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly accept: readonly number[];
}

/** Runs a command with its output in a file. */
function run({ program, args, cwd, env, accept }: Command, output: string): Promise<void> {
  const file = openSync(output, "w");
  const child = spawn(program, args, { cwd, env, stdio: ["ignore", file, "inherit"] });
  closeSync(file);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      if (code !== null && accept.includes(code)) resolve();
      else
        reject(new Error(`${program} ${args.join(" ")} in ${cwd} ended with ${String(code)}; see ${output}`));
    });
  });
}

/** Bare Terraform, all stacks at once. */
async function bare(layers: readonly LayerPackage[], folder: string, env: NodeJS.ProcessEnv): Promise<void> {
  const stacks = layers.map(({ directory, name }) => {
    const cwd = mkdtempSync(join(folder, `${name}-`));
    copyFileSync(join(stackDirectory(directory, name), "cdk.tf.json"), join(cwd, "cdk.tf.json"));
    return cwd;
  });
  await Promise.all(
    stacks.map(async (cwd) => {
      const terraform = (args: readonly string[], output: string): Promise<void> =>
        run({ program: "terraform", args, cwd, env, accept: [0] }, join(cwd, output));
      await terraform(["init", "-input=false"], "init.log");
      await terraform(["plan", "-input=false", "-out=plan.tfplan"], "plan.log");
      await terraform(["show", "-json", "plan.tfplan"], "plan.json");
    }),
  );
}

/** Bare Terraform in the layers' own folders, one layer after another. */
async function oneByOne(
  layers: readonly LayerPackage[],
  folder: string,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  for (const { directory, name } of layers) {
    const cwd = stackDirectory(directory, name);
    const file = join(folder, `${name}.tfplan`);
    const terraform = (args: readonly string[], output: string): Promise<void> =>
      run({ program: "terraform", args, cwd, env, accept: [0] }, join(folder, output));
    await terraform(["plan", "-input=false", `-out=${file}`], `${name}.log`);
    await terraform(["show", "-json", file], `${name}.json`);
  }
}

const whatIfsIn = (plans: string): number =>
  new PlanFolder(plans).read().filter(({ layer }) => layer.kind === "what-if").length;

interface Round {
  readonly bare: number;
  readonly strata: number;
  readonly oneByOne: number;
  readonly whatIf: number;
}

const line = (name: string, values: readonly number[]): string[] => {
  const { median, min, max } = spread(values);
  return [name, ...[median, min, max].map((value) => value.toFixed(2))];
};

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "strata-bench-"));
  const { variables } = await terraformEnvironment(ROOT);
  const environment = environmentName(undefined);
  const env = { ...process.env, ...variables, STRATA_ENV: environment };
  const layers = selectLayers([], discoverLayers(), environment);
  const plans = join(folder, "plans");
  const strata = (...options: string[]): Promise<void> =>
    run(
      { program: "./strata", args: ["plan", "--json", ...options], cwd: ROOT, env, accept: [0, 2] },
      join(folder, "strata.json"),
    );
  try {
    process.stderr.write("Warming up: everything is synthesized and initialized.\n");
    await strata();
    const rounds: Round[] = [];
    for (let number = 1; number <= ROUNDS; number++) {
      // In turns, so that whatever else the machine does meets all of them.
      const round: Round = {
        bare: await seconds(() => bare(layers, folder, env)),
        strata: await seconds(() => strata()),
        oneByOne: await seconds(() => oneByOne(layers, folder, env)),
        whatIf: await seconds(() => strata("--what-if", "--out", plans)),
      };
      rounds.push(round);
      process.stderr.write(`round ${number}: ${JSON.stringify(round)}\n`);
    }
    const of = (name: string, value: (round: Round) => number): string[] => line(name, rounds.map(value));
    const rows = [
      of("terraform init, plan, show", ({ bare }) => bare),
      of("strata plan", ({ strata }) => strata),
      of("ratio", ({ bare, strata }) => strata / bare),
      of("terraform plan, show, one by one", ({ oneByOne }) => oneByOne),
      of(`strata plan --what-if (${whatIfsIn(plans)} what-ifs)`, ({ whatIf }) => whatIf),
      of("ratio", ({ oneByOne, whatIf }) => whatIf / oneByOne),
    ];
    process.stdout.write(
      `${renderTable([`${layers.length} LAYERS, ${ROUNDS} ROUNDS`, "MEDIAN", "MIN", "MAX"], rows)}\n`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

void main();
