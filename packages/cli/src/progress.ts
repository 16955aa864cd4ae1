import type { ExitCode } from "./core";
import type { Changes, Event, Phase } from "./events";

/** How a layer of a run stands. */
export interface LayerProgress {
  readonly layer: string;
  readonly status: "pending" | "running" | "done" | "failed";
  readonly phase?: Phase;
  readonly planned?: Changes & { readonly empty: boolean };
  /** Resources that are done, of those that were planned. */
  readonly resources?: { readonly done: number; readonly total: number };
  readonly notices: readonly string[];
  readonly error?: { readonly code: string; readonly message: string; readonly exitCode: ExitCode };
  /** The worker's process. */
  readonly pid?: number;
  readonly startedAt?: string;
  readonly endedAt?: string;
}

export const pending = (layer: string): LayerProgress => ({ layer, status: "pending", notices: [] });

/** A layer's progress after an event. */
export function advance(progress: LayerProgress, event: Event): LayerProgress {
  switch (event.type) {
    case "started":
      return { ...progress, status: "running", pid: event.pid, startedAt: event.at };
    case "phase":
      return { ...progress, phase: event.phase };
    case "notice":
      return { ...progress, notices: [...progress.notices, event.message] };
    case "planned": {
      const { add, change, remove, outputs, resources, empty } = event;
      return { ...progress, planned: { add, change, remove, outputs, resources, empty } };
    }
    case "progress":
      return { ...progress, resources: { done: event.done, total: event.total } };
    case "finished":
      return { ...progress, status: "done", endedAt: event.at };
    case "failed": {
      const { code, message, exitCode } = event;
      return { ...progress, status: "failed", error: { code, message, exitCode }, endedAt: event.at };
    }
  }
}

/** Milliseconds that a layer has taken, until its end or until now. */
export const elapsed = ({ startedAt, endedAt }: LayerProgress, now: number): number | undefined =>
  startedAt === undefined
    ? undefined
    : (endedAt === undefined ? now : Date.parse(endedAt)) - Date.parse(startedAt);
