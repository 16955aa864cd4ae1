import { existsSync } from "node:fs";
import { join } from "node:path";
import { explainAwsError } from "./aws";
import {
  DEFAULT_ENVIRONMENT,
  loadEnvironment,
  mirrorMissing,
  providerNotFound,
  stateBucketMissing,
  stateLocation,
  wrongAccount,
  type Environment,
} from "./core";
import { checkDocker } from "./docker";
import { lockPatience } from "./lock-patience";
import type { LayerCommand } from "./run";
import { stackDirectory } from "./stack";
import { StateStore } from "./state-store";
import { terraformEnvironment, providerPackages, type TerraformEnvironment } from "./terraform/environment";
import {
  findProvider,
  placesOf,
  requiredProviders,
  surroundings,
  type Surroundings,
} from "./terraform/provider";
import type { LayerPackage } from "./workspace";

/** The environment that a command works on: the one named, that of STRATA_ENV, or the default. */
export const environmentName = (named: string | undefined): string =>
  named ?? process.env.STRATA_ENV ?? DEFAULT_ENVIRONMENT;

/** Reads an environment of this workspace. @throws unknownEnvironment, wrongSettings */
export const readEnvironment = (root: string, name: string): Environment =>
  loadEnvironment(join(root, "environments", "dist"), name);

/** The account that the credentials belong to. @throws noCredentials, endpointSilent */
export async function callerAccount(region: string): Promise<string> {
  const { STSClient, GetCallerIdentityCommand } = await import("@aws-sdk/client-sts");
  const client = new STSClient({ region, maxAttempts: 2 });
  try {
    return (await client.send(new GetCallerIdentityCommand({}))).Account ?? "";
  } catch (error) {
    throw explainAwsError(error, "the question whose credentials these are");
  } finally {
    client.destroy();
  }
}

/**
 * Whether the credentials are those of the environment's account.
 * @throws noCredentials, wrongAccount, endpointSilent
 */
export async function checkAccount({ name, account, region }: Environment): Promise<void> {
  const actual = await callerAccount(region);
  if (actual !== account) throw wrongAccount(name, account, actual);
}

/** The states of an environment. */
export function stateStore(environment: Environment): StateStore {
  const { bucket, region } = stateLocation(environment);
  return new StateStore(bucket, region);
}

async function checkBucket(environment: Environment): Promise<void> {
  const store = stateStore(environment);
  if (!(await store.exists())) throw stateBucketMissing(store.bucket, environment.name);
}

/**
 * Whether the states of an environment can be read with these credentials.
 * @throws noCredentials, wrongAccount, endpointSilent, stateBucketMissing
 */
export async function checkAccess(environment: Environment): Promise<void> {
  await inOrder([checkAccount(environment), checkBucket(environment)]);
}

/** Waits for all checks and throws what the first one in order threw, however fast the others were. */
async function inOrder(checks: readonly Promise<void>[]): Promise<void> {
  await Promise.allSettled(checks);
  for (const check of checks) await check;
}

const REGISTRY_PATIENCE = 10_000;

/** Whether the registry answers. Behind a proxy that isn't asked: Terraform knows how to use one, and will tell. */
async function isRegistryReachable(): Promise<boolean> {
  if (process.env.HTTPS_PROXY !== undefined || process.env.https_proxy !== undefined) return true;
  try {
    await fetch("https://registry.terraform.io/.well-known/terraform.json", {
      signal: AbortSignal.timeout(REGISTRY_PATIENCE),
    });
    return true;
  } catch {
    return false;
  }
}

/**
 * Whether the providers of packages, which are given by their folders, can be had.
 * @throws providerNotFound
 */
export async function checkProviders(
  packages: readonly string[],
  around: Surroundings,
  isReachable = isRegistryReachable,
): Promise<void> {
  const missing = requiredProviders(packages).find(
    (provider) => findProvider(provider, around).kind === "registry",
  );
  if (missing !== undefined && !(await isReachable())) {
    throw providerNotFound(missing.source, missing.version, placesOf(around));
  }
}

/**
 * Whether a Docker engine answers, where one is needed: to deploy, as a plan asks the registry alone.
 * @throws dockerMissing
 */
async function checkEngine(command: LayerCommand, layers: readonly LayerPackage[]): Promise<void> {
  const needing = layers.find(({ docker }) => docker);
  if (command === "deploy" && needing !== undefined) await checkDocker(`The layer ${needing.name}`);
}

/** Whether the variables which say how Strata works can be what they say. @throws lockTimeoutWrong, mirrorMissing */
export function checkVariables({ STRATA_LOCK_TIMEOUT, STRATA_PROVIDER_MIRROR }: NodeJS.ProcessEnv): void {
  lockPatience(STRATA_LOCK_TIMEOUT);
  if (STRATA_PROVIDER_MIRROR !== undefined && !existsSync(STRATA_PROVIDER_MIRROR))
    throw mirrorMissing(STRATA_PROVIDER_MIRROR);
}

/**
 * All checks before work on layers, so that nothing is touched when one of them fails.
 * @throws a StrataError with exit code 3 for the first check that fails
 */
export async function preflight(
  root: string,
  command: LayerCommand,
  environment: Environment,
  layers: readonly LayerPackage[],
): Promise<TerraformEnvironment> {
  checkVariables(process.env);
  const found = await terraformEnvironment(root);
  const areInitialized = layers.every(({ directory, name }) =>
    existsSync(join(stackDirectory(directory, name), ".terraform", "providers")),
  );
  // What is initialized has its providers.
  const providers = areInitialized
    ? Promise.resolve()
    : checkProviders(providerPackages(root, layers), surroundings(root));
  await inOrder([providers, checkEngine(command, layers), checkAccess(environment)]);
  return found;
}
