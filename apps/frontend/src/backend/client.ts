import type { z } from "zod";
import {
  countAnswer,
  doneAnswer,
  itemsAnswer,
  notificationsAnswer,
  type Item,
  type Notification,
} from "./schemas";

/**
 * Why there is no answer: the backend was not reached in time; it has a fault (it answers 5xx, as without its database); it has
 * nothing of that kind (404); it refused what was sent (another 4xx); or it said something that is not its API.
 */
export type Problem = "unreachable" | "faulty" | "missing" | "refused" | "unexpected";

/** An answer of the backend, or why there is none. Nothing here throws: a page says it in words. */
export type Answer<T> =
  | { readonly ok: true; readonly data: T }
  | { readonly ok: false; readonly problem: Problem };

/** A new item, as a form gives it. */
export type NewItem = Pick<Item, "title" | "name" | "img">;

/** What the client needs from outside. */
export interface BackendOptions {
  /** Without a slash at its end. */
  readonly url: string;
  /** Goes along with each call, so that the logs of both sides can be joined. */
  readonly requestId: string;
  readonly fetch: typeof fetch;
  /** What went wrong, for the log; the page does not show it. */
  readonly onProblem: (problem: Problem, call: string, reason: string) => void;
}

/** How long a call may take, in milliseconds: reads are waited for by a person who looks at an empty page. */
export const TIME_LIMITS = { read: 3000, write: 5000 };

/** The calls of the backend's API that the page uses. */
export interface Backend {
  items(favorite?: boolean): Promise<Answer<readonly Item[]>>;
  addItem(item: NewItem): Promise<Answer<unknown>>;
  setFavorite(id: number, favorite: boolean): Promise<Answer<unknown>>;
  notifications(): Promise<Answer<readonly Notification[]>>;
  unreadCount(): Promise<Answer<number>>;
  readAll(): Promise<Answer<unknown>>;
}

export function createBackend(options: BackendOptions): Backend {
  const get = <T>(path: string, schema: z.ZodType<T>) => call(options, path, schema);
  const post = (path: string, body: object) => call(options, path, doneAnswer, body);
  return {
    items: (favorite) =>
      get(`/v1/Items${favorite === undefined ? "" : `?favorite=${String(favorite)}`}`, itemsAnswer),
    addItem: (item) => post("/v1/Item", item),
    setFavorite: (id, favorite) => post("/v1/Item/favorite", { id, favorite }),
    notifications: () => get("/v1/Notifications", notificationsAnswer),
    unreadCount: () => get("/v1/Notifications/Count", countAnswer),
    readAll: () => post("/v1/Notifications/Read", {}),
  };
}

async function call<T>(
  options: BackendOptions,
  path: string,
  schema: z.ZodType<T>,
  body?: object,
): Promise<Answer<T>> {
  const name = `${body === undefined ? "GET" : "POST"} ${path}`;
  const failed = (problem: Problem, reason: string): Answer<T> => {
    options.onProblem(problem, name, reason);
    return { ok: false, problem };
  };
  try {
    const response = await send(options, path, body);
    const text = await response.text();
    if (!response.ok) return failed(problemOf(response.status), `status ${response.status}`);
    const parsed = schema.safeParse(parseJson(text));
    return parsed.success ? { ok: true, data: parsed.data } : failed("unexpected", parsed.error.message);
  } catch (error) {
    return failed("unreachable", reasonOf(error));
  }
}

async function send(options: BackendOptions, path: string, body?: object): Promise<Response> {
  // For both attempts together.
  const signal = AbortSignal.timeout(body === undefined ? TIME_LIMITS.read : TIME_LIMITS.write);
  const attempt = (): Promise<Response> =>
    options.fetch(`${options.url}${path}`, {
      headers: {
        accept: "application/json",
        "x-request-id": options.requestId,
        ...(body !== undefined && { "content-type": "application/json" }),
      },
      ...(body !== undefined && { method: "POST", body: JSON.stringify(body) }),
      redirect: "error",
      signal,
    });
  try {
    return await attempt();
  } catch (error) {
    // A connection that was kept may just have been closed by a backend that is being replaced. A write may have been done.
    if (body !== undefined || signal.aborted) throw error;
    return attempt();
  }
}

function problemOf(status: number): Problem {
  if (status === 404) return "missing";
  return status >= 500 ? "faulty" : "refused";
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `fetch failed` says nothing; its cause does. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
