import { affectedLayers, defaultBase, mergeBase } from "../affected";
import { ExitCode } from "../core";
import { environmentName, readEnvironment } from "../preflight";
import type { CommonOptions } from "../program";
import { discoverLayers, ROOT, selectLayers } from "../workspace";

/**
 * `strata affected`: the layers that the checkout changes, and their readers. As JSON it has all that a workflow
 * needs to know of an environment before it takes on a role there.
 */
export async function affected(
  options: CommonOptions & { readonly base?: string; readonly all?: boolean },
): Promise<ExitCode> {
  const { name, account, region, namePrefix } = readEnvironment(ROOT, environmentName(options.env));
  const all = selectLayers([], discoverLayers(), name);
  const base = options.base ?? defaultBase(process.env);
  const commit = options.all === true ? undefined : await mergeBase(ROOT, base);
  const selected = commit === undefined ? all : await affectedLayers(ROOT, commit, all);
  const layers = selected.map((layer) => layer.name);

  if (options.json === true) {
    process.stdout.write(`${JSON.stringify({ environment: name, account, region, namePrefix, layers })}\n`);
  } else {
    for (const layer of layers) process.stdout.write(`${layer}\n`);
  }
  if (commit !== undefined) {
    const count =
      layers.length === 0
        ? "No layer is"
        : layers.length === 1
          ? "1 layer is"
          : `${layers.length} layers are`;
    process.stderr.write(`${count} affected since ${commit.slice(0, 12)}, the merge base with ${base}.\n`);
  }
  return ExitCode.done;
}
