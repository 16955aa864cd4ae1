import { closeSync, existsSync, openSync, readSync } from "node:fs";
import type { ExitCode } from "./core";

/** What Terraform means to do with a resource. */
export interface ResourceChange {
  readonly address: string;
  readonly action: "create" | "update" | "replace" | "delete" | "move" | "import" | "remove";
}

/** What a plan changes. In the numbers, a replaced resource counts as added and as removed. */
export interface Changes {
  readonly add: number;
  readonly change: number;
  readonly remove: number;
  readonly outputs: number;
  readonly resources: readonly ResourceChange[];
}

/** What the worker of a layer is at. */
export type Phase =
  | "waiting"
  | "checking"
  | "init"
  | "adopting"
  | "planning"
  | "reading"
  | "applying"
  | "destroying";

/** What workers report, a line of `events.ndjson` each. */
export type Event = { readonly layer: string; readonly at: string } & (
  | { readonly type: "started"; readonly pid: number }
  | { readonly type: "phase"; readonly phase: Phase }
  /** A sentence which a person should read although nothing failed. */
  | { readonly type: "notice"; readonly message: string }
  | ({ readonly type: "planned"; readonly empty: boolean } & Changes)
  | { readonly type: "progress"; readonly done: number; readonly total: number }
  | { readonly type: "finished" }
  | { readonly type: "failed"; readonly code: string; readonly message: string; readonly exitCode: ExitCode }
);

/** What a worker says of an event; its layer and the time are added on the way. */
export type Report = Event extends infer E ? (E extends Event ? Omit<E, "layer" | "at"> : never) : never;

/** Reads the lines which were added to a growing file since the last look. A half-written line waits. */
export class LineFollower {
  private offset: number;
  private rest = Buffer.alloc(0);

  constructor(
    private readonly file: string,
    start = 0,
  ) {
    this.offset = start;
  }

  next(): string[] {
    if (!existsSync(this.file)) return [];
    const chunk = Buffer.alloc(64 * 1024);
    const chunks = [this.rest];
    const descriptor = openSync(this.file, "r");
    try {
      for (;;) {
        const length = readSync(descriptor, chunk, 0, chunk.length, this.offset);
        if (length === 0) break;
        this.offset += length;
        chunks.push(Buffer.from(chunk.subarray(0, length)));
      }
    } finally {
      closeSync(descriptor);
    }
    const all = Buffer.concat(chunks);
    const end = all.lastIndexOf("\n") + 1;
    this.rest = all.subarray(end);
    return all.subarray(0, end).toString("utf8").split("\n").slice(0, -1);
  }
}
