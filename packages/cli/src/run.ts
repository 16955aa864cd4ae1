import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, join } from "node:path";
import type { Event } from "./events";
import { PlanFolder } from "./plan-folder";
import { isAlive, processId, type ProcessId } from "./process-id";
import { writeWhole } from "./write-whole";

/** The work on layers, as their worker knows it. */
export type LayerCommand = "plan" | "what-if" | "drift" | "deploy" | "destroy";

/** What a run says of itself in `run.json`. */
export interface RunInfo {
  readonly command: string;
  readonly environment: string;
  readonly layers: readonly string[];
  /** The process which started the run, and without which it must not go on. */
  readonly process: ProcessId;
  readonly startedAt: string;
  /** Whether an answer to the question for the provider's schema is on its way, and `reattach.json` will say where. */
  readonly schemaServer: boolean;
  /** Where the plans go, each in a folder of its layer; the run's own `plans` by default. */
  readonly plans?: string;
  /** Whether its plans may be deployed as what was reviewed. */
  readonly reviewable?: boolean;
  /** The folder of plans which were reviewed, and which alone may be deployed. Nothing is written to it. */
  readonly reviewed?: string;
  /** The commit of the checkout; undefined outside of a repository. */
  readonly commit?: string;
}

const KEPT_RUNS = 20;

const infoFile = (run: string): string => join(run, "run.json");

/** The folder of one run: `.strata/runs/<time>-<process>`. Everything that a run leaves for people is in it. */
export class Run {
  private constructor(
    readonly directory: string,
    readonly info: RunInfo,
  ) {}

  /** Begins a run, and clears away the oldest ones. */
  static create(root: string, info: Omit<RunInfo, "process" | "startedAt">): Run {
    const runs = join(root, ".strata", "runs");
    const startedAt = new Date().toISOString();
    const directory = join(runs, `${startedAt.replace(/[:.]/g, "-")}-${process.pid}`);
    mkdirSync(join(directory, "logs"), { recursive: true });
    const run = new Run(directory, { ...info, startedAt, process: processId(process.pid) });
    // Others at work in the checkout read it at any moment.
    writeWhole(infoFile(directory), JSON.stringify(run.info, undefined, 2));
    removeOldRuns(runs);
    return run;
  }

  static open(directory: string): Run {
    return new Run(directory, JSON.parse(readFileSync(infoFile(directory), "utf8")) as RunInfo);
  }

  get id(): string {
    return basename(this.directory);
  }

  get eventsFile(): string {
    return join(this.directory, "events.ndjson");
  }

  get turboLog(): string {
    return join(this.directory, "turbo.log");
  }

  /** Where to ask for the provider's schema, in the form of TF_REATTACH_PROVIDERS. */
  get reattachFile(): string {
    return join(this.directory, "reattach.json");
  }

  logFile(layer: string): string {
    return join(this.directory, "logs", `${layer}.log`);
  }

  /** The plans of the run, and those of other layers that were there before. */
  get plans(): PlanFolder {
    return new PlanFolder(this.info.plans ?? join(this.directory, "plans"));
  }

  /** The plans that were reviewed, of a run which deploys nothing else. */
  get reviewed(): PlanFolder | undefined {
    return this.info.reviewed === undefined ? undefined : new PlanFolder(this.info.reviewed);
  }

  /** Whether its plans may be applied later: not those of `plan --what-if`, nor a look for drift. */
  get keepsPlanFiles(): boolean {
    const { command, reviewable } = this.info;
    return command !== "drift" && (command !== "what-if" || reviewable === true);
  }

  record(event: Event): void {
    appendFileSync(this.eventsFile, `${JSON.stringify(event)}\n`);
  }

  /** Asks all workers of the run, present and future, to end. They look for this file. */
  interrupt(): void {
    writeFileSync(this.interruptedFile, "");
  }

  get isInterrupted(): boolean {
    return existsSync(this.interruptedFile);
  }

  /** Whether the process which started the run still lives. */
  get isOwned(): boolean {
    return isAlive(this.info.process);
  }

  private get interruptedFile(): string {
    return join(this.directory, "interrupted");
  }
}

/** Whether the process which started a run still lives; of one that does not say, nobody knows of any. */
function isAtWork(directory: string): boolean {
  try {
    return Run.open(directory).isOwned;
  } catch {
    return false;
  }
}

/** The runs of a workspace whose folders are kept, as they described themselves. */
export function recordedRuns(root: string): RunInfo[] {
  const runs = join(root, ".strata", "runs");
  if (!existsSync(runs)) return [];
  return readdirSync(runs)
    .map((name) => infoFile(join(runs, name)))
    .flatMap((file) => {
      try {
        return [JSON.parse(readFileSync(file, "utf8")) as RunInfo];
      } catch (error) {
        // Not there yet, or not any more: another run clears old ones away.
        if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
        throw error;
      }
    });
}

/** Those that are still at work stay, however many there are. */
function removeOldRuns(runs: string): void {
  for (const name of readdirSync(runs).sort().slice(0, -KEPT_RUNS)) {
    const directory = join(runs, name);
    if (!isAtWork(directory)) rmSync(directory, { recursive: true, force: true });
  }
}
