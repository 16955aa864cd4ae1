import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";

/** Between two requests of a user, in milliseconds: the rest of the machine is for what is under test. */
const PAUSE = 100;

/** A kind of request, and whether its answer is what a user must get. */
export interface RequestKind {
  readonly name: string;
  readonly path: string;
  readonly init?: RequestInit;
  readonly isRight: (response: Response, body: string) => boolean;
}

/** What came of a load. */
export interface LoadResult {
  readonly requests: number;
  /** What went wrong, one entry for each request that failed. */
  readonly failed: readonly string[];
  readonly slowestMilliseconds: number;
}

/**
 * Users who ask one thing after the other and look at every answer. A tool that counts status codes would miss a page which says that
 * the backend is away; this is for whether anything goes wrong, not for how much is possible.
 */
export class Load {
  private readonly failed: string[] = [];
  private readonly users: Promise<void>[];
  private requests = 0;
  private slowest = 0;
  private isOver = false;

  constructor(
    private readonly url: string,
    kinds: readonly RequestKind[],
    usersOfEach: number,
  ) {
    this.users = kinds.flatMap((kind) => Array.from({ length: usersOfEach }, () => this.user(kind)));
  }

  /** Ends the load after the requests that are on their way. */
  async stop(): Promise<LoadResult> {
    this.isOver = true;
    await Promise.all(this.users);
    const { requests, failed, slowest } = this;
    return { requests, failed, slowestMilliseconds: Math.round(slowest) };
  }

  private async user({ name, path, init, isRight }: RequestKind): Promise<void> {
    while (!this.isOver) {
      const begin = performance.now();
      try {
        const response = await fetch(new URL(path, this.url), { redirect: "manual", ...init });
        const body = await response.text();
        if (!isRight(response, body)) this.failed.push(`${name}: ${response.status} ${body.slice(0, 200)}`);
      } catch (error) {
        const { message, cause } = error as Error;
        this.failed.push(`${name}: ${message} ${String(cause)}`);
      }
      this.requests += 1;
      this.slowest = Math.max(this.slowest, performance.now() - begin);
      await sleep(PAUSE);
    }
  }
}
