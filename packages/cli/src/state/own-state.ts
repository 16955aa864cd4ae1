import { isDenied } from "../aws";
import { stateDeleted, stateOfOtherLineage, stateWentBack, StrataError } from "../core";
import {
  isDeployed,
  resourceCount,
  type StateStore,
  type StateVersion,
  type StoredState,
} from "../state-store";

const STATE_UNREADABLE = "state-unreadable";

/** A state with the version that it is. */
interface Versioned {
  readonly version: StateVersion;
  readonly state: StoredState;
}

/**
 * What is wrong with a state, seen beside the version before it; undefined when nothing is. Terraform itself has no
 * memory: a state that is gone is the same to it as a layer that was never deployed, and it would make everything
 * once more.
 * @param present undefined where the state was deleted
 */
export function problemOf(
  layer: string,
  environment: string,
  latest: StateVersion,
  present: StoredState | undefined,
  before: Versioned | undefined,
): StrataError | undefined {
  // From nothing nothing can be lost.
  if (before === undefined || !isDeployed(before.state)) return undefined;
  const resources = resourceCount(before.state);
  if (present === undefined)
    return stateDeleted(layer, environment, latest.written, { version: before.version.id, resources });
  // Somebody has looked at it and said that it is right.
  if (present.restoredFrom !== undefined) return undefined;
  const origins = [
    { version: latest.id, serial: present.serial, lineage: present.lineage },
    { version: before.version.id, ...before.state, resources },
  ] as const;
  if (present.lineage !== before.state.lineage) return stateOfOtherLineage(layer, environment, ...origins);
  if (present.serial < before.state.serial) return stateWentBack(layer, environment, ...origins);
  return undefined;
}

/**
 * Looks whether the state of a layer is whole and the one that was there before.
 * @returns what is worth a notice
 * @throws stateUnreadable, stateDeleted, stateOfOtherLineage, stateWentBack
 */
export async function checkOwnState(
  layer: string,
  environment: string,
  key: string,
  store: StateStore,
): Promise<string | undefined> {
  try {
    const [latest, ...earlier] = await store.versions(key);
    if (latest === undefined) return undefined;
    const last = earlier.find(({ deleted }) => !deleted);
    const [present, before] = await Promise.all([
      latest.deleted ? undefined : store.readVersion(key, latest.id),
      last === undefined ? undefined : readable(store, key, last),
    ]);
    const problem = problemOf(layer, environment, latest, present, before);
    if (problem !== undefined) throw problem;
    return undefined;
  } catch (error) {
    if (!isDenied(error)) throw error;
    await store.read(key);
    return (
      "its state was not compared with earlier versions: these credentials may not read them " +
      "(s3:ListBucketVersions, s3:GetObjectVersion)"
    );
  }
}

/** An earlier version; undefined when it is no state. It was replaced already. */
async function readable(
  store: StateStore,
  key: string,
  version: StateVersion,
): Promise<Versioned | undefined> {
  const state = await orUnreadable(store.readVersion(key, version.id));
  return state instanceof StrataError || state === undefined ? undefined : { version, state };
}

/** A state, or the error which says that it is none. */
export async function orUnreadable<T>(state: Promise<T>): Promise<T | StrataError> {
  try {
    return await state;
  } catch (error) {
    if (error instanceof StrataError && error.code === STATE_UNREADABLE) return error;
    throw error;
  }
}
