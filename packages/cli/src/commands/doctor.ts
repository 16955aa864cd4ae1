import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { findPython } from "@strata/emulator";
import pc from "picocolors";
import { ExitCode, stateBucketMissing, StrataError, type Environment } from "../core";
import { checkDocker } from "../docker";
import * as emulator from "../emulator";
import {
  callerAccount,
  checkAccount,
  checkProviders,
  environmentName,
  readEnvironment,
  stateStore,
} from "../preflight";
import type { CommonOptions } from "../program";
import { renderTable } from "../render/table";
import { providerPackages, terraformEnvironment } from "../terraform/environment";
import { findProvider, requiredProviders, surroundings } from "../terraform/provider";
import { discoverLayers, hasLayer, ROOT, type LayerPackage } from "../workspace";

/** One thing that a machine or an account must have. */
export interface Check {
  readonly name: string;
  /** What there is, in a few words. @throws StrataError why it doesn't do */
  readonly look: () => Promise<string>;
}

/** What a check found. */
export interface Finding {
  readonly name: string;
  readonly ok: boolean;
  /** What there is, or why it doesn't do. */
  readonly detail: string;
}

/** Looks at everything at once. */
export const examine = (checks: readonly Check[]): Promise<Finding[]> =>
  Promise.all(
    checks.map(async ({ name, look }) => {
      try {
        return { name, ok: true, detail: await look() };
      } catch (error) {
        if (error instanceof StrataError) return { name, ok: false, detail: error.message };
        throw error;
      }
    }),
  );

const layersOf = (root: string, { name }: Environment): LayerPackage[] =>
  discoverLayers(root).filter((layer) => hasLayer(name, layer));

/** What work on an environment needs, on any AWS. */
export const machineChecks = (root: string, environment: Environment): readonly Check[] => [
  { name: "node", look: () => Promise.resolve(process.version) },
  { name: "pnpm", look: pnpmVersion },
  {
    name: "terraform",
    look: async () => {
      const { terraform } = await terraformEnvironment(root);
      return `${terraform.version} (${terraform.path})`;
    },
  },
  { name: "provider", look: () => providerOrigin(root, environment) },
  ...layersOf(root, environment)
    .filter(({ docker }) => docker)
    .map(({ name }) => ({ name: "docker", look: () => checkDocker(`The layer ${name}`) })),
];

/** What the embedded AWS needs. */
export const pythonCheck: Check = { name: "python", look: () => findPython() };

const emulatorCheck = (root: string): Check => ({
  name: "emulator",
  look: async () => {
    const status = await emulator.status(root);
    return status.state === "running" ? `running at ${status.url}` : "not running";
  },
});

const credentialsCheck = ({ region }: Environment): Check => ({
  name: "credentials",
  look: async () => `account ${await callerAccount(region)}`,
});

const accountChecks = (environment: Environment): readonly Check[] => [
  {
    name: "account",
    look: async () => {
      await checkAccount(environment);
      return `${environment.account}, as ${environment.name} wants it`;
    },
  },
  {
    name: "state bucket",
    look: async () => {
      const store = stateStore(environment);
      if (!(await store.exists())) throw stateBucketMissing(store.bucket, environment.name);
      return store.bucket;
    },
  },
];

async function pnpmVersion(): Promise<string> {
  try {
    return (await promisify(execFile)("pnpm", ["--version"], { cwd: "/" })).stdout.trim();
  } catch {
    throw new StrataError("pnpm-missing", "pnpm is not on the PATH. Run ./strata, which fetches it.");
  }
}

async function providerOrigin(root: string, environment: Environment): Promise<string> {
  const around = surroundings(root);
  const packages = providerPackages(root, layersOf(root, environment));
  await checkProviders(packages, around);
  return requiredProviders(packages)
    .map((provider) => {
      const origin = findProvider(provider, around);
      return `${provider.source} ${provider.version} from ${origin.kind === "registry" ? "the registry" : origin.path}`;
    })
    .join(", ");
}

/**
 * What is missing before anything can be done. AWS is needed in one way or the other: real, with credentials, or
 * embedded, with Python.
 */
export function isFit(findings: readonly Finding[]): boolean {
  const isOk = (name: string): boolean => findings.find((finding) => finding.name === name)?.ok ?? true;
  const hasMachine = ["node", "pnpm", "terraform", "provider", "docker"].every(isOk);
  return hasMachine && (isOk("python") || isOk("credentials"));
}

/** The findings as a table, the sentences of problems below it. */
export function renderFindings(findings: readonly Finding[]): string {
  const table = renderTable(
    ["CHECK", "", "FOUND"],
    findings.map(({ name, ok, detail }) => [
      name,
      ok ? pc.green("ok") : pc.yellow("problem"),
      ok ? detail : "",
    ]),
  );
  const problems = findings.filter(({ ok }) => !ok).map(({ name, detail }) => `${name}: ${detail}`);
  return [table, ...problems].join("\n\n");
}

/** `strata doctor`: what this machine has of what Strata needs. */
export async function doctor(options: CommonOptions): Promise<ExitCode> {
  const environment = readEnvironment(ROOT, environmentName(options.env));
  const [machine, credentials] = await Promise.all([
    examine([...machineChecks(ROOT, environment), pythonCheck, emulatorCheck(ROOT)]),
    examine([credentialsCheck(environment)]),
  ]);
  // Without credentials nothing else can be asked.
  const account = credentials.every(({ ok }) => ok) ? accountChecks(environment) : [];
  const findings = [...machine, ...credentials, ...(await examine(account))];
  const fit = isFit(findings);
  process.stdout.write(
    `${options.json === true ? JSON.stringify({ fit, checks: findings }, undefined, 2) : renderFindings(findings)}\n`,
  );
  return fit ? ExitCode.done : ExitCode.refused;
}
