/**
 * How long `strata plan` of all layers takes, with the plans as JSON, against bare Terraform doing the same: init,
 * plan and show of every stack, all started at once in fresh folders. The layers must be deployed, and the
 * environment must point at them: ./strata demo, then eval "$(./strata env)".
 */
import { spawn } from "node:child_process";
import { copyFileSync, mkdtempSync, openSync, closeSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
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

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "strata-bench-"));
  const { variables } = await terraformEnvironment(ROOT);
  const env = { ...process.env, ...variables, STRATA_ENV: environmentName(undefined) };
  const layers = selectLayers([], discoverLayers());
  const strata = (): Promise<void> =>
    run(
      { program: "./strata", args: ["plan", "--json"], cwd: ROOT, env, accept: [0, 2] },
      join(folder, "strata.json"),
    );
  try {
    process.stderr.write("Warming up: everything is synthesized and initialized.\n");
    await strata();
    const rounds: { bare: number; strata: number }[] = [];
    for (let round = 1; round <= ROUNDS; round++) {
      // In turns, so that whatever else the machine does meets both.
      rounds.push({ bare: await seconds(() => bare(layers, folder, env)), strata: await seconds(strata) });
      const last = rounds.at(-1);
      process.stderr.write(
        `round ${round}: bare ${last?.bare.toFixed(1) ?? ""} s, strata ${last?.strata.toFixed(1) ?? ""} s\n`,
      );
    }
    const results = [
      { name: "terraform init, plan, show", ...spread(rounds.map((round) => round.bare)) },
      { name: "strata plan", ...spread(rounds.map((round) => round.strata)) },
    ] as const;
    const rows = results.map(({ name, median, min, max }) => [
      name,
      ...[median, min, max].map((value) => value.toFixed(2)),
    ]);
    const ratios = spread(rounds.map((round) => round.strata / round.bare));
    const ratio = ["ratio", ...[ratios.median, ratios.min, ratios.max].map((value) => value.toFixed(2))];
    process.stdout.write(
      `${renderTable([`${layers.length} LAYERS, ${ROUNDS} ROUNDS`, "MEDIAN", "MIN", "MAX"], [...rows, ratio])}\n`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

void main();
