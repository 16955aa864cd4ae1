import { ExitCode } from "../core";
import { showLogs, renderLine } from "../local/logs";
import { bringUp, takeDown, type LocalPlatform } from "../local/platform";
import { environmentName, readEnvironment } from "../preflight";
import type { CommonOptions } from "../program";
import { renderTable } from "../render/table";
import { ROOT } from "../workspace";

const say = (text: string): void => void process.stderr.write(`${text}\n`);

/** `strata local up`: the platform on this machine, or what has changed of it. */
export async function up(options: CommonOptions): Promise<ExitCode> {
  const environment = readEnvironment(ROOT, environmentName(options.env));
  const platform = await bringUp(environment, say);
  process.stdout.write(`${options.json === true ? asJson(platform) : describePlatform(platform)}\n`);
  return ExitCode.done;
}

/** `strata local down`: all of it away again. */
export async function down(options: CommonOptions): Promise<ExitCode> {
  const environment = readEnvironment(ROOT, environmentName(options.env));
  await takeDown(environment, say);
  const text = "Nothing is left: no container, network, volume or image of it.";
  process.stdout.write(`${options.json === true ? JSON.stringify({ left: [] }) : text}\n`);
  return ExitCode.done;
}

/** `strata local logs [PART]`: what the containers have printed. */
export async function logs(
  part: string | undefined,
  options: CommonOptions & { readonly follow?: boolean },
): Promise<ExitCode> {
  const environment = readEnvironment(ROOT, environmentName(options.env));
  await showLogs(environment, part, options.follow === true, (line, width) => {
    process.stdout.write(`${options.json === true ? JSON.stringify(line) : renderLine(line, width)}\n`);
  });
  return ExitCode.done;
}

/** What is up, for people. */
export function describePlatform({ manifest, changes }: LocalPlatform): string {
  const { add, change, remove } = changes;
  const listeners = manifest.published.map(({ loadBalancer, listener, url }) => [
    loadBalancer,
    String(listener),
    url,
  ]);
  const services = Object.entries(manifest.tasks).map(([service, tasks]) => [service, String(tasks)]);
  return [
    add + change + remove === 0 ? "no changes" : `${add} made, ${change} changed, ${remove} removed`,
    renderTable(["SERVICE", "TASKS"], services),
    renderTable(["LOAD BALANCER", "LISTENER", "ADDRESS"], listeners),
  ].join("\n\n");
}

const asJson = ({ manifest, changes }: LocalPlatform): string => {
  const { environment, published, tasks, leftOut } = manifest;
  const { add, change, remove } = changes;
  return JSON.stringify(
    { environment, changes: { add, change, remove }, published, tasks, leftOut },
    undefined,
    2,
  );
};
