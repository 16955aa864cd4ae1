import { confirm } from "../confirm";
import { ExitCode, stateKey, StrataError, unknownLayer, type Environment } from "../core";
import { checkAccess, environmentName, readEnvironment, stateStore } from "../preflight";
import type { CommonOptions } from "../program";
import { renderTable } from "../render/table";
import { renderDifference } from "../state/difference";
import { orUnreadable } from "../state/own-state";
import { planRestoration, restore as writeRestored } from "../state/restore";
import { resourceCount, type StateStore, type StateVersion } from "../state-store";
import { discoverLayers, ROOT } from "../workspace";

/** A version of a state as `strata state history` shows it. */
interface HistoryEntry {
  readonly version: string;
  /** ISO 8601. */
  readonly written: string;
  readonly present: boolean;
  readonly deleted: boolean;
  readonly serial?: number;
  readonly lineage?: string;
  readonly resources?: number;
  readonly outputs?: number;
  readonly restoredFrom?: string;
  /** Why it can't be read. */
  readonly problem?: string;
}

/** How many versions are read at a time. */
const AT_ONCE = 10;

/** A layer of the workspace, the foundation and those without settings too: their states are still there. */
export function layerNamed(name: string): string {
  const known = discoverLayers().map((layer) => layer.name);
  if (!known.includes(name)) throw unknownLayer(name, known);
  return name;
}

/** `strata state history LAYER`: the versions of its state, the newest first. */
export async function history(name: string, options: CommonOptions): Promise<ExitCode> {
  const environment = readEnvironment(ROOT, environmentName(options.env));
  const layer = layerNamed(name);
  await checkAccess(environment);
  const entries = await readHistory(layer, environment);
  process.stdout.write(
    options.json === true
      ? `${JSON.stringify({ environment: environment.name, layer, versions: entries }, undefined, 2)}\n`
      : entries.length === 0
        ? `${layer} has no state in ${environment.name}: it was never deployed.\n`
        : `${renderTable(["VERSION", "WRITTEN", "SERIAL", "RESOURCES", "OUTPUTS", ""], rows(entries))}\n`,
  );
  return ExitCode.done;
}

async function readHistory(layer: string, environment: Environment): Promise<HistoryEntry[]> {
  const store = stateStore(environment);
  const key = stateKey(environment, layer);
  const versions = await store.versions(key);
  const entries: HistoryEntry[] = [];
  for (let begin = 0; begin < versions.length; begin += AT_ONCE) {
    const some = versions.slice(begin, begin + AT_ONCE);
    entries.push(...(await Promise.all(some.map((version) => entryOf(store, key, version)))));
  }
  return entries;
}

async function entryOf(
  store: StateStore,
  key: string,
  { id, written, present, deleted }: StateVersion,
): Promise<HistoryEntry> {
  const entry = { version: id, written, present, deleted };
  if (deleted) return entry;
  const state = await orUnreadable(store.readVersion(key, id));
  if (state instanceof StrataError || state === undefined) return { ...entry, problem: "not readable" };
  const { serial, lineage, outputs, restoredFrom } = state;
  return {
    ...entry,
    serial,
    lineage,
    resources: resourceCount(state),
    outputs: Object.keys(outputs).length,
    ...(restoredFrom !== undefined && { restoredFrom }),
  };
}

/** The rows of the table, with what a person has to know of each version. */
function rows(entries: readonly HistoryEntry[]): string[][] {
  return entries.map((entry, index) => {
    const before = entries.slice(index + 1).find(({ lineage }) => lineage !== undefined);
    const isOther = entry.lineage !== undefined && before !== undefined && before.lineage !== entry.lineage;
    const remarks = [
      ...(entry.present ? ["present"] : []),
      ...(entry.deleted ? ["deleted"] : []),
      ...(entry.problem === undefined ? [] : [entry.problem]),
      ...(entry.restoredFrom === undefined ? [] : [`restored from ${entry.restoredFrom}`]),
      ...(isOther ? ["another lineage than before"] : []),
    ];
    const { version, written, serial = "", resources = "", outputs = "" } = entry;
    return [version, written, String(serial), String(resources), String(outputs), remarks.join(", ")];
  });
}

export interface ConfirmedOptions extends CommonOptions {
  readonly yes?: boolean;
}

/** `strata state restore LAYER VERSION`: brings a version of its state back, as the newest one. */
export async function restore(name: string, version: string, options: ConfirmedOptions): Promise<ExitCode> {
  const environment = readEnvironment(ROOT, environmentName(options.env));
  const layer = layerNamed(name);
  await checkAccess(environment);
  const store = stateStore(environment);
  const of = { layer, environment: environment.name, key: stateKey(environment, layer) };
  const restoration = await planRestoration(of, version, store);
  const { difference } = restoration;
  process.stderr.write(`${renderDifference(difference)}\n`);
  await confirm(`Make version ${version} the state of ${layer} in ${environment.name}`, options.yes === true);
  const written = await writeRestored(restoration, store);
  process.stdout.write(
    options.json === true
      ? `${JSON.stringify({ ...of, restored: version, version: written, difference }, undefined, 2)}\n`
      : `The state of ${layer} in ${environment.name} is that of version ${version} again, as version ${written}. ` +
          `What was there before is kept. How it differs from AWS: ./strata plan ${layer} --env ${environment.name}\n`,
  );
  return ExitCode.done;
}
