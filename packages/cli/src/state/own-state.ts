import { isDenied } from "../aws";
import { stateDeleted, stateOfOtherLineage, stateWentBack, StrataError, type StateOrigin } from "../core";
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

/** How many versions are read at a time, where the two that always are read leave a question. */
const AT_ONCE = 10;

/**
 * What is wrong with a state, seen beside earlier versions of it; undefined when nothing is. Terraform itself has no
 * memory: a state that is gone is the same to it as a layer that was never deployed, and it would make everything
 * once more.
 * @param present undefined where the state was deleted
 * @param earlier the newest first
 */
export function problemOf(
  layer: string,
  environment: string,
  latest: StateVersion,
  present: StoredState | undefined,
  earlier: readonly Versioned[],
): StrataError | undefined {
  const known = upToRestored(earlier);
  const own = known.filter(({ state }) => state.lineage === present?.lineage);
  // A history has ended well where its last version holds nothing: from nothing nothing can be lost.
  const lost = known.find(
    (one) =>
      !own.includes(one) &&
      isDeployed(one.state) &&
      known.find(({ state }) => state.lineage === one.state.lineage) === one,
  );
  if (present === undefined)
    return (
      lost && stateDeleted(layer, environment, latest.written, { version: lost.version.id, ...held(lost) })
    );
  // Somebody has looked at it and said that it is right.
  if (present.restoredFrom !== undefined) return undefined;
  const origin = { version: latest.id, serial: present.serial, lineage: present.lineage };
  if (lost !== undefined)
    return stateOfOtherLineage(layer, environment, origin, { ...originOf(lost), ...held(lost) });
  const highest = own.reduce<Versioned | undefined>(
    (high, one) => (one.state.serial > (high?.state.serial ?? 0) ? one : high),
    undefined,
  );
  if (highest !== undefined && isDeployed(highest.state) && present.serial < highest.state.serial)
    return stateWentBack(layer, environment, origin, originOf(highest));
  return undefined;
}

const held = ({ state }: Versioned): { resources: number } => ({ resources: resourceCount(state) });

const originOf = ({ version, state: { serial, lineage } }: Versioned): StateOrigin => ({
  version: version.id,
  serial,
  lineage,
});

/** The versions down to the newest that a person has brought back: what was before that one is settled. */
function upToRestored(earlier: readonly Versioned[]): readonly Versioned[] {
  const restored = earlier.findIndex(({ state }) => state.restoredFrom !== undefined);
  return restored < 0 ? earlier : earlier.slice(0, restored + 1);
}

/**
 * Looks whether the state of a layer is whole and of the history that the layer has had.
 * @returns what is worth a notice
 * @throws stateUnreadable, stateDeleted, stateOfOtherLineage, stateWentBack
 */
export async function checkOwnState(
  layer: string,
  environment: string,
  key: string,
  store: Pick<StateStore, "read" | "readVersion" | "versions">,
): Promise<string | undefined> {
  try {
    const [latest, ...others] = await store.versions(key);
    if (latest === undefined) return undefined;
    const [present, earlier] = await Promise.all([
      latest.deleted ? undefined : store.readVersion(key, latest.id),
      readEarlier(
        others.filter(({ deleted }) => !deleted),
        (version) => readable(store, key, version),
      ),
    ]);
    const problem = problemOf(layer, environment, latest, present, earlier);
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

/**
 * The earlier versions that a state has to be compared with, the newest first: two nearly always. Where the version before
 * is of the lineage that the oldest one has, there is one history only. Else all are read down to that lineage, or to
 * the version that a person has brought back: one empty state after the other may have been written over it.
 */
async function readEarlier(
  versions: readonly StateVersion[],
  read: (version: StateVersion) => Promise<Versioned | undefined>,
): Promise<Versioned[]> {
  const first = versions.at(0);
  const last = versions.length > 1 ? versions.at(-1) : undefined;
  const [before, oldest] = await Promise.all([first && read(first), last && read(last)]);
  const found = before === undefined ? [] : [before];
  const isEnough = ({ state }: Versioned): boolean =>
    state.restoredFrom !== undefined || state.lineage === oldest?.state.lineage;
  const between = versions.slice(1, -1);
  for (let begin = 0; begin < between.length && !found.some(isEnough); begin += AT_ONCE) {
    const some = await Promise.all(between.slice(begin, begin + AT_ONCE).map(read));
    found.push(...some.filter((one) => one !== undefined));
  }
  return oldest === undefined ? found : [...found, oldest];
}

/** An earlier version; undefined when it is no state. It was replaced already. */
async function readable(
  store: Pick<StateStore, "readVersion">,
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
