import { randomUUID } from "node:crypto";
import { hostname, userInfo } from "node:os";
import { stateChanged, stateLocked, stateVersionUnknown, stateVersionUnusable, StrataError } from "../core";
import { processId, type ProcessId } from "../process-id";
import {
  parseState,
  type State,
  type StateStore,
  type StateVersion,
  type TerraformLock,
} from "../state-store";
import { orUnreadable } from "./own-state";
import { stateDifference, type StateDifference } from "./difference";

/** A state and what bringing an earlier version of it back would do. */
export interface Restoration {
  readonly layer: string;
  readonly environment: string;
  readonly key: string;
  readonly version: StateVersion;
  /** What the key holds now; undefined where it never held anything. */
  readonly latest: StateVersion | undefined;
  /** The text that will be written. */
  readonly text: string;
  readonly difference: StateDifference;
}

interface StateOf {
  readonly layer: string;
  readonly environment: string;
  readonly key: string;
}

/**
 * Looks what bringing a version back would do.
 * @throws stateVersionUnknown, stateVersionUnusable
 */
export async function planRestoration(of: StateOf, id: string, store: StateStore): Promise<Restoration> {
  const { layer, environment, key } = of;
  const versions = await store.versions(key);
  const version = versions.find((one) => one.id === id);
  if (version === undefined) throw stateVersionUnknown(id, layer, environment, versions.length);
  if (version.deleted) throw stateVersionUnusable(id, key, "it is the mark of a deletion, not a state");
  const [text = "", states] = await Promise.all([
    store.readText(key, id),
    Promise.all(versions.map((one) => readable(store, key, one))),
  ]);
  const wanted = readText(text, key, id);
  const highest = Math.max(...states.map((state) => state?.serial ?? 0));
  const renewed = withSerial(text, highest + 1);
  if (renewed === undefined) throw stateVersionUnusable(id, key, "it was not written by Terraform");
  const latest = versions.find(({ present }) => present);
  const present = latest === undefined ? undefined : states[versions.indexOf(latest)];
  return {
    ...of,
    version,
    latest,
    text: renewed,
    difference: stateDifference(present, { ...wanted, serial: highest + 1 }),
  };
}

function readText(text: string, key: string, id: string): State {
  try {
    return parseState(text, key);
  } catch (error) {
    if (error instanceof StrataError)
      throw stateVersionUnusable(id, key, "it is not a whole Terraform state");
    throw error;
  }
}

/** The state of a version; undefined where it is none. */
async function readable(
  store: StateStore,
  key: string,
  { id, deleted }: StateVersion,
): Promise<State | undefined> {
  const state = deleted ? undefined : await orUnreadable(store.readVersion(key, id));
  return state instanceof StrataError ? undefined : state;
}

/**
 * A state under a serial that none of its versions has, so that no plan which was made for one of them is applied to
 * it. All else stays as it was written, number by number; undefined where the text has no such line.
 */
export function withSerial(text: string, serial: number): string | undefined {
  // Terraform indents by two, and no string of JSON can hold the end of a line.
  const line = /^( {2}"serial": )\d+(,?)$/m;
  return line.test(text) ? text.replace(line, `$1${serial}$2`) : undefined;
}

/**
 * Writes the version as the newest one, under the state's lock.
 * @returns the ID of the new version
 * @throws stateLocked, stateChanged
 */
export async function restore(
  { layer, environment, key, version, latest, text }: Restoration,
  store: StateStore,
): Promise<string> {
  const lock = lockOf(`${store.bucket}/${key}`);
  if (!(await store.takeLock(key, lock))) {
    const holder = await store.lockHolder(key);
    if (holder === undefined) throw stateChanged(layer, environment);
    throw stateLocked(layer, environment, holder);
  }
  try {
    const now = (await store.versions(key)).find(({ present }) => present);
    if (now?.id !== latest?.id) throw stateChanged(layer, environment);
    return await store.restore(key, text, version.id);
  } finally {
    const own = await store.lockHolder(key);
    if (own?.id === lock.ID) await store.removeLock(key, own);
  }
}

/** A lock of Strata's own, with its process in the field which Terraform leaves to the holder. */
const lockOf = (path: string): TerraformLock => ({
  ID: randomUUID(),
  Operation: "StateRestore",
  Info: JSON.stringify(processId(process.pid)),
  Who: `${userInfo().username}@${hostname()} (strata state restore)`,
  Version: "",
  Created: new Date().toISOString(),
  Path: path,
});

/** The process that a lock of Strata names; undefined in one of Terraform. */
export function namedProcess(info: string | undefined): ProcessId | undefined {
  try {
    const value = JSON.parse(info ?? "") as Partial<ProcessId> | null;
    return typeof value?.pid === "number" ? { ...value, pid: value.pid } : undefined;
  } catch {
    return undefined;
  }
}
