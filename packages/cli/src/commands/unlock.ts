import { hostname } from "node:os";
import { confirm } from "../confirm";
import { ExitCode, lockChanged, lockHolderAlive, stateKey } from "../core";
import { checkAccess, environmentName, readEnvironment, stateStore } from "../preflight";
import { isAlive } from "../process-id";
import type { StoredLock } from "../state-store";
import { namedProcess } from "../state/restore";
import { age, livingHolder } from "../state/unlock";
import { mayWorkOn, terraformProcesses } from "../terraform/processes";
import { ROOT } from "../workspace";
import { layerNamed, type ConfirmedOptions } from "./state";

/** `strata unlock LAYER`: removes a lock that a run has left behind, after it was looked at. */
export async function unlock(name: string, options: ConfirmedOptions): Promise<ExitCode> {
  const environment = readEnvironment(ROOT, environmentName(options.env));
  const layer = layerNamed(name);
  await checkAccess(environment);
  const store = stateStore(environment);
  const key = stateKey(environment, layer);
  const holder = await store.lockHolder(key);
  const where = `The state of ${layer} in ${environment.name}`;
  const finish = (unlocked: boolean, sentence: string): ExitCode => {
    const data = { environment: environment.name, layer, unlocked, ...(holder && { holder }) };
    process.stdout.write(
      options.json === true ? `${JSON.stringify(data, undefined, 2)}\n` : `${where} ${sentence}.\n`,
    );
    return ExitCode.done;
  };
  if (holder === undefined) return finish(false, "is not locked");

  process.stderr.write(`${where} is locked by ${description(holder)}.\n`);
  const named = namedProcess(holder.info);
  const living = livingHolder(holder, {
    host: hostname(),
    terraform: terraformProcesses()
      .filter((one) => mayWorkOn(one, { bucket: store.bucket, key }))
      .map(({ pid }) => pid),
    ...(named !== undefined && isAlive(named) && { named: named.pid }),
  });
  if (living !== undefined) throw lockHolderAlive(layer, environment.name, holder, living);
  await confirm(
    `Unlock ${layer} in ${environment.name}, which is right only if that run is at work nowhere any more`,
    options.yes === true,
  );
  if (!(await store.removeLock(key, holder))) throw lockChanged(layer, environment.name);
  return finish(true, "is unlocked");
}

/** The age is by the time at which S3 stored it: the holder's clock may be another one. */
function description({ id, who, operation, stored }: StoredLock): string {
  const since = `since ${stored}, for ${age(Date.now() - Date.parse(stored))}`;
  return id === ""
    ? `somebody whose lock can't be read, ${since}`
    : `${who} (${operation}, lock ${id}), ${since}`;
}
