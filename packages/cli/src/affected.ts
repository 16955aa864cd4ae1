import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { z } from "zod";
import { affectedUnknown, noMergeBase } from "./core";
import { turboProgram } from "./turbo";
import type { LayerPackage } from "./workspace";

const run = promisify(execFile);
const LARGE = 1 << 26;

/** The answer of `turbo query affected --tasks`: the tasks, and those that they need. */
const affectedTasks = z.object({
  data: z.object({
    affectedTasks: z.object({
      items: z.array(z.object({ name: z.string(), package: z.object({ name: z.string() }) })),
    }),
  }),
});

/** The answer of `turbo ls --output=json`. */
const packageList = z.object({ packages: z.object({ items: z.array(z.object({ name: z.string() })) }) });

/** What a pull request is compared with: `origin/` and the branch that GitHub Actions names, or main. */
export const defaultBase = (env: NodeJS.ProcessEnv): string =>
  `origin/${env.GITHUB_BASE_REF === undefined || env.GITHUB_BASE_REF === "" ? "main" : env.GITHUB_BASE_REF}`;

/**
 * The newest commit that a reference and the checkout have in common.
 *
 * Turborepo is given this commit and not the reference: what others have changed on the branch since is not ours.
 * And it is looked for here, because Turborepo selects everything when it does not find a commit.
 * @throws noMergeBase
 */
export async function mergeBase(root: string, base: string): Promise<string> {
  const git = async (...args: string[]): Promise<string> =>
    (await run("git", args, { cwd: root })).stdout.trim();
  try {
    const commit = await git("rev-parse", "--verify", "--quiet", "--end-of-options", `${base}^{commit}`);
    return await git("merge-base", commit, "HEAD");
  } catch {
    const shallow = await git("rev-parse", "--is-shallow-repository").catch(() => "false");
    throw noMergeBase(base, shallow === "true");
  }
}

/**
 * The layers that a change affects: those whose synthesized stack it may change, and all that read them, directly or
 * through others. It is Turborepo that knows: the inputs of `synth`, the dependencies and the lockfile say what a file
 * belongs to. What is not committed yet counts too.
 * @param base a commit that is there
 * @throws affectedUnknown
 */
export async function affectedLayers(
  root: string,
  base: string,
  layers: readonly LayerPackage[],
): Promise<LayerPackage[]> {
  const tasks = await turbo(root, affectedTasks, ["query", "affected", "--tasks", "synth", "--base", base]);
  const changed = tasks.data.affectedTasks.items
    .filter(({ name }) => name === "synth")
    .map((task) => task.package.name);
  const among = layers.filter(({ packageName }) => changed.includes(packageName));
  if (among.length === 0) return [];
  const filters = among.map(({ packageName }) => `--filter=...${packageName}`);
  const readers = await turbo(root, packageList, ["ls", ...filters, "--output=json"]);
  const names = readers.packages.items.map(({ name }) => name);
  return layers.filter(({ packageName }) => names.includes(packageName));
}

async function turbo<Schema extends z.ZodType>(
  root: string,
  schema: Schema,
  args: readonly string[],
): Promise<z.output<Schema>> {
  try {
    const { stdout } = await run(process.execPath, [turboProgram(root), ...args], {
      cwd: root,
      maxBuffer: LARGE,
    });
    return schema.parse(JSON.parse(stdout));
  } catch (error) {
    throw affectedUnknown(error instanceof Error ? error.message : String(error));
  }
}
