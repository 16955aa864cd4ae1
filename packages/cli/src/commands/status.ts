import { existsSync } from "node:fs";
import { readReaders, type Reader } from "../contracts/readers";
import { ExitCode, stateKey, StrataError, type Environment } from "../core";
import { checkAccess, environmentName, readEnvironment, stateStore } from "../preflight";
import type { CommonOptions } from "../program";
import { renderTable } from "../render/table";
import { checkOwnState, orUnreadable } from "../state/own-state";
import { isDeployed, resourceCount, type StateStore } from "../state-store";
import { deployedContract } from "../worker/upstreams";
import { discoverLayers, hasLayer, loadLayer, ROOT, type LayerPackage } from "../workspace";

/** How a layer stands in an environment. */
export interface LayerStatus {
  readonly layer: string;
  /** Undefined while the layer's package is not built. */
  readonly owner?: string;
  /** Its package is in another repository, which `readers` of this one knows. */
  readonly elsewhere?: true;
  readonly deployed: boolean;
  readonly resources: number;
  readonly serial?: number;
  readonly lastModified?: string;
  readonly contract: { readonly built?: number; readonly deployed?: number };
  readonly lockedBy?: { readonly who: string; readonly created: string; readonly operation: string };
  /** Why nothing can be said of it: its state is gone, not readable, another one, or not for these credentials. */
  readonly problem?: { readonly code: string; readonly message: string };
}

/**
 * `strata status`: what is deployed, in which version of its contract, and who is at work on it. Layers in repositories of
 * their own are shown too, as far as their states may be read; what is wrong with them is no failure here.
 */
export async function status(options: CommonOptions): Promise<ExitCode> {
  const environment = readEnvironment(ROOT, environmentName(options.env));
  const all = discoverLayers();
  const readers = readReaders(ROOT, all).filter(({ environments }) =>
    Object.hasOwn(environments, environment.name),
  );
  await checkAccess(environment);
  const store = stateStore(environment);
  const elsewhere = readers.map((reader) =>
    statusElsewhere(reader, stateKey(environment, reader.layer), store),
  );
  const layers = [...(await layerStatuses(all, environment)), ...(await Promise.all(elsewhere))];
  const text =
    options.json === true
      ? JSON.stringify({ environment: environment.name, layers }, undefined, 2)
      : renderTable(
          ["LAYER", "OWNER", "RESOURCES", "SERIAL", "CHANGED", "CONTRACT", "LOCKED BY"],
          layers.map(row),
        );
  process.stdout.write(`${text}\n`);
  const problems = layers.flatMap(({ problem }) => problem ?? []);
  for (const { message } of problems) process.stderr.write(`${message}\n`);
  const hasFailed = layers.some(({ elsewhere, problem }) => elsewhere !== true && problem !== undefined);
  return hasFailed ? ExitCode.failed : ExitCode.done;
}

/** Of the layers that the environment has, and of those that it has no settings of any more and that are still deployed. */
async function layerStatuses(all: readonly LayerPackage[], environment: Environment): Promise<LayerStatus[]> {
  const statuses = await Promise.all(all.map((layer) => layerStatus(layer, environment)));
  const present = all.filter((layer) => hasLayer(environment.name, layer)).map(({ name }) => name);
  return statuses.filter(
    ({ layer, deployed, problem }) => deployed || problem !== undefined || present.includes(layer),
  );
}

async function layerStatus(layer: LayerPackage, environment: Environment): Promise<LayerStatus> {
  const store = stateStore(environment);
  const key = stateKey(environment, layer.name);
  const [found, lockedBy, checked] = await Promise.all([
    orUnreadable(store.read(key)),
    store.lockHolder(key),
    stateProblem(layer.name, environment.name, key, store),
  ]);
  const [state, unreadable] = found instanceof StrataError ? [undefined, found] : [found, undefined];
  const problem = unreadable ?? checked;
  const built = existsSync(layer.layerModule) ? loadLayer(layer) : undefined;
  const deployed = isDeployed(state) ? deployedContract(state) : undefined;
  return {
    layer: layer.name,
    ...(built && { owner: built.owner }),
    deployed: isDeployed(state),
    resources: state === undefined ? 0 : resourceCount(state),
    ...(state && { serial: state.serial, lastModified: state.lastModified }),
    contract: {
      ...(built && { built: built.publishes.version }),
      ...(deployed && { deployed: deployed.version }),
    },
    ...(lockedBy && { lockedBy }),
    ...(problem && { problem: { code: problem.code, message: problem.message } }),
  };
}

/** How a layer of another repository stands, as far as its state may be read. */
export async function statusElsewhere(
  { layer, owner }: Reader,
  key: string,
  store: Pick<StateStore, "read" | "lockHolder">,
): Promise<LayerStatus> {
  const about = { layer, owner, elsewhere: true, contract: {} } as const;
  try {
    const [state, lockedBy] = await Promise.all([store.read(key), store.lockHolder(key)]);
    return {
      ...about,
      deployed: isDeployed(state),
      resources: state === undefined ? 0 : resourceCount(state),
      ...(state && { serial: state.serial, lastModified: state.lastModified }),
      ...(lockedBy && { lockedBy }),
    };
  } catch (error) {
    if (!(error instanceof StrataError)) throw error;
    const { code, message } = error;
    return { ...about, deployed: false, resources: 0, problem: { code, message } };
  }
}

async function stateProblem(
  layer: string,
  environment: string,
  key: string,
  store: StateStore,
): Promise<StrataError | undefined> {
  try {
    await checkOwnState(layer, environment, key, store);
    return undefined;
  } catch (error) {
    if (error instanceof StrataError) return error;
    throw error;
  }
}

function row({
  layer,
  owner,
  elsewhere,
  deployed,
  resources,
  serial,
  lastModified,
  contract,
  lockedBy,
  problem,
}: LayerStatus): string[] {
  const versions =
    contract.deployed === contract.built || !deployed
      ? `v${contract.deployed ?? contract.built ?? "?"}`
      : `v${contract.deployed ?? "?"} deployed, v${contract.built ?? "?"} built`;
  return [
    layer,
    owner ?? "(not built)",
    problem?.code.replaceAll("-", " ") ?? (deployed ? String(resources) : "not deployed"),
    serial === undefined ? "" : String(serial),
    lastModified ?? "",
    elsewhere === true ? "elsewhere" : versions,
    lockedBy === undefined ? "" : `${lockedBy.who} since ${lockedBy.created} (${lockedBy.operation})`,
  ];
}
