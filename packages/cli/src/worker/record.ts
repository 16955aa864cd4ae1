import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { hostname, userInfo } from "node:os";
import { dirname, join } from "node:path";
import { isAlive, processId, type ProcessId } from "../process-id";
import { terraformProcesses } from "../terraform/processes";
import { locksTried } from "./lock";

/**
 * What the worker of a layer writes down while it is at work: enough for the next worker to know, after this one
 * was killed, whether its Terraform still runs, and whether a state lock is its.
 */
export interface Work {
  readonly command: string;
  readonly environment: string;
  readonly user: string;
  readonly host: string;
  readonly worker: ProcessId;
  /** The Terraform that is running, or the last that was. */
  readonly terraform?: ProcessId;
  /** The begin of the work, or of the killed work whose place it took: no lock of it can be older. */
  readonly since: string;
  /** Logs of Terraforms which may have made what the state doesn't know: one that applies, and those which failed at it. */
  readonly unsavedLogs?: readonly string[];
  /** It ended by itself, so that no lock is its; it is only kept for its logs. */
  readonly ended?: true;
}

const workFolder = (root: string): string => join(root, ".strata", "running");

export const workFile = (root: string, environment: string, layer: string): string =>
  join(workFolder(root), `${environment}-${layer}.json`);

/** All records of work in a workspace. */
export function allWork(root: string): Work[] {
  const folder = workFolder(root);
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
  return files.map((name) => readWork(join(folder, name))).filter((work) => work !== undefined);
}

export function readWork(file: string): Work | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Work;
  } catch {
    return undefined;
  }
}

/**
 * The process of a recorded work which still runs; undefined when all have ended.
 * @param stackDirectory where a Terraform may run that was not written down any more
 */
export function runningProcess(
  { worker, terraform, host }: Work,
  stackDirectory?: string,
): ProcessId | undefined {
  // A folder may be shared between machines; of another machine's processes nothing is known.
  if (host !== hostname()) return undefined;
  const recorded = [worker, terraform].find((id) => id !== undefined && isAlive(id));
  // It may have been killed between the start of Terraform and the record of it.
  if (recorded !== undefined || stackDirectory === undefined) return recorded;
  return terraformProcesses().find(({ directory }) => directory === stackDirectory);
}

/** The record of this worker's own work, while it holds it. */
export class WorkRecord {
  private keep = false;

  private constructor(
    private readonly file: string,
    private work: Work,
    /** The work of a killed worker, which may have left a state lock behind. */
    readonly abandoned: Work | undefined,
  ) {}

  /**
   * Writes the record, unless somebody else's is there: then that one is returned.
   * @param abandoned a record whose processes have all ended, which this one takes the place of
   */
  static claim(
    file: string,
    { command, environment }: Pick<Work, "command" | "environment">,
    abandoned?: Work,
  ): WorkRecord | Work | undefined {
    const now = new Date().toISOString();
    const killed = abandoned?.ended === true ? undefined : abandoned;
    const work: Work = {
      command,
      environment,
      user: userInfo().username,
      host: hostname(),
      worker: processId(process.pid),
      since: killed?.since ?? now,
      ...(abandoned?.unsavedLogs && { unsavedLogs: abandoned.unsavedLogs }),
    };
    const record = new WorkRecord(file, work, killed);
    mkdirSync(dirname(file), { recursive: true });
    if (abandoned !== undefined) {
      record.write();
      return record;
    }
    return record.writeNew() ? record : readWork(file);
  }

  terraformStarted(pid: number): void {
    this.update({ terraform: processId(pid) });
  }

  /** A Terraform that was killed may have left its lock behind; then the record stays, to tell the next worker. */
  terraformKilled(): void {
    this.keep = true;
  }

  /** Before Terraform applies: should it be killed or fail, its log says what it had made. */
  applies(log: string): void {
    this.update({ unsavedLogs: [...this.unsavedLogs, log] });
  }

  /** Terraform has applied, and all that it made is in the state. */
  applied(log: string): void {
    this.update({ unsavedLogs: this.unsavedLogs.filter((one) => one !== log) });
  }

  /** The state knows all that was made. */
  nothingUnsaved(): void {
    this.update({ unsavedLogs: [] });
  }

  get unsavedLogs(): readonly string[] {
    return this.work.unsavedLogs ?? [];
  }

  /** Where the Terraforms of this layer write down which locks they try to take. It outlives the record. */
  get lockLog(): string {
    return this.file.replace(/\.json$/, ".locks");
  }

  /** The IDs of the locks that this work or an earlier one may not have released. */
  get locksTried(): string[] {
    return existsSync(this.lockLog) ? locksTried(readFileSync(this.lockLog, "utf8")) : [];
  }

  /** A Terraform has taken the lock and released it, so that no earlier one is left. */
  noLockLeft(): void {
    rmSync(this.lockLog, { force: true });
  }

  release(): void {
    if (this.keep) return;
    if (this.unsavedLogs.length > 0) this.update({ ended: true });
    else rmSync(this.file, { force: true });
  }

  private update(change: Partial<Work>): void {
    this.work = { ...this.work, ...change };
    this.write();
  }

  private get draft(): string {
    return `${this.file}.${process.pid}`;
  }

  /** A reader sees the old record or the new one, and never half of one. */
  private write(): void {
    writeFileSync(this.draft, JSON.stringify(this.work));
    renameSync(this.draft, this.file);
  }

  /** Of two workers at the same moment, one wins. */
  private writeNew(): boolean {
    writeFileSync(this.draft, JSON.stringify(this.work));
    try {
      linkSync(this.draft, this.file);
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      return false;
    } finally {
      rmSync(this.draft);
    }
  }
}
