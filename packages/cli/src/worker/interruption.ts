import type { Run } from "../run";

const LOOK_EVERY = 300;

/**
 * Tells a worker to end: because it is told so by a signal, because the run was interrupted, or because the
 * process that started it is gone, be it `strata` or whatever else ran the worker alone.
 */
export class Interruption {
  private readonly controller = new AbortController();
  private readonly timer: NodeJS.Timeout;
  private readonly parent = process.ppid;

  constructor(private readonly run: Run) {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      process.on(signal, this.interrupt);
    }
    this.timer = setInterval(this.look, LOOK_EVERY);
    this.look();
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  end(): void {
    clearInterval(this.timer);
  }

  private readonly interrupt = (): void => {
    this.controller.abort();
  };

  private readonly look = (): void => {
    if (this.run.isInterrupted || !this.run.isOwned || process.ppid !== this.parent) this.interrupt();
  };
}
