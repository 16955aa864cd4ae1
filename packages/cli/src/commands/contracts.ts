import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { lockAtBase } from "../contracts/base";
import { findBreaks } from "../contracts/breaks";
import { accessDifferences } from "../contracts/access-differences";
import { currentLocks, type Locks } from "../contracts/current";
import { differences } from "../contracts/differences";
import {
  LOCK_FILE,
  parseLock,
  printLock,
  readLock,
  type Contracts,
  type ContractsLock,
} from "../contracts/lock";
import { sourceContracts } from "../contracts/sources";
import {
  ACCESS_LOCK_FILE,
  contractBroken,
  contractsOutOfDate,
  contractsUpdateRefused,
  ExitCode,
  parseAccessLock,
  printAccessLock,
  readAccessLock,
  type ContractBreak,
} from "../core";
import type { CommonOptions } from "../program";
import { compilerErrors, notBuilt, runTurbo } from "../turbo";
import { discoverLayers, ROOT } from "../workspace";

/** What `strata contracts check` found. */
export interface ContractsCheck {
  readonly holds: boolean;
  readonly breaks: readonly ContractBreak[];
  /** What the compiler says of the same, when there are breaks. */
  readonly compilerErrors: readonly string[];
  /** How the locks differ from what the layers publish, use and need access to; looked for when nothing is broken. */
  readonly differences: readonly string[];
}

const logFile = join(ROOT, ".strata/contracts-build.log");

/**
 * `strata contracts check`. The contracts are read by themselves first, before anything that uses them is built: a
 * field that is gone is said as what it is, and not as an error of its reader's compiler.
 */
export async function check(options: CommonOptions & { readonly base?: string }): Promise<ExitCode> {
  const isJson = options.json === true;
  const say = (text: string): void => void (isJson || process.stdout.write(`${text}\n`));
  const lock = readLock(ROOT);
  readAccessLock(ROOT);
  const layers = discoverLayers();
  const contracts = sourceContracts(ROOT, layers);
  const breaks = await allBreaks(lock, contracts, options.base);
  if (breaks.length > 0) say(breaks.map((found) => contractBroken(found).message).join("\n\n"));

  const errors = await build();
  if (breaks.length === 0 && errors.length > 0) throw notBuilt(errors, logFile);
  if (breaks.length > 0 && errors.length > 0)
    say(`\nWhat the compiler says besides:\n${errors.map((line) => `  ${line}`).join("\n")}`);

  const differing =
    breaks.length > 0 ? [] : lockFiles(currentLocks(ROOT, layers)).flatMap((file) => file.differences);
  if (differing.length > 0) say(contractsOutOfDate(differing).message);
  const holds = breaks.length === 0 && differing.length === 0;
  if (holds) say(summary(lock));
  if (isJson) {
    const result: ContractsCheck = { holds, breaks, compilerErrors: errors, differences: differing };
    process.stdout.write(`${JSON.stringify(result, undefined, 2)}\n`);
  }
  return holds ? ExitCode.done : ExitCode.failed;
}

/** `strata contracts update`: writes the locks, unless that would hide that a reader is broken. */
export async function update(options: CommonOptions): Promise<ExitCode> {
  const layers = discoverLayers();
  if (existsSync(join(ROOT, LOCK_FILE))) {
    const breaks = findBreaks(readLock(ROOT), sourceContracts(ROOT, layers), LOCK_FILE);
    if (breaks.length > 0) throw contractsUpdateRefused(breaks.map(contractBroken));
  }
  const errors = await build();
  if (errors.length > 0) throw notBuilt(errors, logFile);
  const files = lockFiles(currentLocks(ROOT, layers));
  const differing = files.filter((file) => file.differences.length > 0);
  for (const { name, text } of differing) writeFileSync(join(ROOT, name), text);
  const written = differing.flatMap(({ differences }) => differences);
  const text =
    written.length === 0 ? `${LOCK_FILE} and ${ACCESS_LOCK_FILE} are as they should be.` : written.join("\n");
  process.stdout.write(`${options.json === true ? JSON.stringify({ written }) : text}\n`);
  return ExitCode.done;
}

/** The breaks against the lock at the merge base, when one is named, and against the lock of this checkout. */
async function allBreaks(
  lock: ContractsLock,
  contracts: Contracts,
  reference: string | undefined,
): Promise<ContractBreak[]> {
  const own = findBreaks(lock, contracts, LOCK_FILE);
  if (reference === undefined) return own;
  const base = await lockAtBase(ROOT, reference);
  if (base.lock === undefined) {
    process.stderr.write(`There is no ${base.name}; compared with the lock of this checkout only.\n`);
    return own;
  }
  const before = findBreaks(base.lock, contracts, base.name);
  const isKnown = ({ producer, field }: ContractBreak): boolean =>
    before.some((one) => one.producer === producer && one.field === field);
  return [...before, ...own.filter((one) => !isKnown(one))];
}

/** A file at the root as it would be written now, and how the one that is there differs from it. */
interface LockFile {
  readonly name: string;
  readonly text: string;
  readonly differences: readonly string[];
}

const lockFiles = ({ contracts, access }: Locks): LockFile[] => [
  lockFile(LOCK_FILE, printLock(contracts), (text) => differences(parseLock(text, LOCK_FILE), contracts)),
  lockFile(ACCESS_LOCK_FILE, printAccessLock(access), (text) =>
    accessDifferences(parseAccessLock(text, ACCESS_LOCK_FILE), access),
  ),
];

function lockFile(name: string, text: string, differencesOf: (present: string) => string[]): LockFile {
  const file = join(ROOT, name);
  if (!existsSync(file)) return { name, text, differences: [`+ ${name}`] };
  const present = readFileSync(file, "utf8");
  const found = differencesOf(present);
  const isLaidOutAnew = found.length === 0 && present !== text;
  return { name, text, differences: isLaidOutAnew ? [`~ the order or the layout of ${name}`] : found };
}

/** Builds the layers with their settings. @returns what the compiler says, when it fails */
async function build(): Promise<string[]> {
  rmSync(logFile, { force: true });
  const task = { root: ROOT, task: "settings", layers: discoverLayers(), env: process.env, logFile } as const;
  if ((await runTurbo(task)) === 0) return [];
  const log = readFileSync(logFile, "utf8").trimEnd();
  const errors = compilerErrors(log);
  return errors.length > 0 ? errors : log.split("\n").slice(-30);
}

function summary({ contracts, edges }: ContractsLock): string {
  const used = edges.reduce((sum, { uses }) => sum + uses.length, 0);
  return (
    `Contracts hold: ${Object.keys(contracts).length} contracts, ` +
    `${edges.length} edges, ${used} used fields; ${LOCK_FILE} and ${ACCESS_LOCK_FILE} are up to date.`
  );
}
