import type { Run } from "../run";

const LOOK_EVERY = 300;

/**
 * Tells a worker when to end.
 *
 * Somebody who interrupts wants an end soon: Terraform is interrupted too, once. When the process that started the
 * worker is simply gone, killed or with its terminal, nobody has asked for that: the Terraform that runs is let go
 * on, because a resource whose creation is interrupted is made anew by the next run. But nothing more is started.
 */
export class Interruption {
  private readonly controller = new AbortController();
  private readonly timer: NodeJS.Timeout;
  private readonly parent = process.ppid;

  constructor(private readonly run: Run) {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      process.on(signal, () => {
        this.controller.abort();
      });
    }
    this.timer = setInterval(() => {
      this.look();
    }, LOOK_EVERY);
    this.look();
  }

  /** Aborted when Terraform shall end. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Whether nothing more may be started. */
  get isOver(): boolean {
    this.look();
    return this.signal.aborted || this.isOrphaned;
  }

  end(): void {
    clearInterval(this.timer);
  }

  private get isOrphaned(): boolean {
    return !this.run.isOwned || process.ppid !== this.parent;
  }

  private look(): void {
    if (this.run.isInterrupted) this.controller.abort();
  }
}
