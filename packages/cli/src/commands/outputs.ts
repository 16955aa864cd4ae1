import { CONTRACT_OUTPUT, ExitCode, stateKey } from "../core";
import { checkAccess, environmentName, readEnvironment, stateStore } from "../preflight";
import type { CommonOptions } from "../program";
import { renderTable } from "../render/table";
import type { State } from "../state-store";
import { discoverLayers, ROOT, selectLayers } from "../workspace";

/** `strata outputs [layer]`: what layers publish, as it is deployed. */
export async function outputs(names: readonly string[], options: CommonOptions): Promise<ExitCode> {
  const environment = readEnvironment(ROOT, environmentName(options.env));
  const layers = selectLayers(names, discoverLayers(), environment.name);
  await checkAccess(environment);
  const store = stateStore(environment);
  const published = await Promise.all(
    layers.map(async ({ name }) => [name, outputsOf(await store.read(stateKey(environment, name)))] as const),
  );
  const rows = published.flatMap(([layer, values]) =>
    Object.entries(values).map(([name, value]) => [layer, name, asText(value)]),
  );
  process.stdout.write(
    options.json === true
      ? `${JSON.stringify(Object.fromEntries(published), undefined, 2)}\n`
      : `${renderTable(["LAYER", "OUTPUT", "VALUE"], rows)}\n`,
  );
  return ExitCode.done;
}

/** The published values of a state; a sensitive one is only named. */
export function outputsOf(state: State | undefined): Record<string, unknown> {
  const entries = Object.entries(state?.outputs ?? {}).filter(([name]) => name !== CONTRACT_OUTPUT);
  return Object.fromEntries(
    entries.map(([name, { value, sensitive }]) => [name, sensitive === true ? "(sensitive)" : value]),
  );
}

const asText = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));
