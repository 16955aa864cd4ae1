import { connect } from "node:net";
import type { Config, Endpoint } from "./config";

/** What can be reached from here. `database` is left out where no DB_HOST is set. */
export interface Readiness {
  readonly backend: boolean;
  readonly database?: boolean;
}

/** How long each of them may take, in milliseconds. */
const TIME_LIMIT = 2000;

/** Asks backend and database at the same time. */
export async function readiness({ backendUrl, database }: Config): Promise<Readiness> {
  const [isBackendThere, isDatabaseThere] = await Promise.all([
    answers(`${backendUrl}/healthcheck`),
    database === undefined ? undefined : accepts(database),
  ]);
  return { backend: isBackendThere, ...(isDatabaseThere !== undefined && { database: isDatabaseThere }) };
}

/** 200 when all of them can be reached, else 503. */
export const statusOf = (readiness: Readiness): 200 | 503 =>
  Object.values(readiness).every(Boolean) ? 200 : 503;

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(TIME_LIMIT) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}

function accepts({ host, port }: Endpoint): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: TIME_LIMIT });
    const end = (isThere: boolean): void => {
      socket.destroy();
      resolve(isThere);
    };
    socket.once("connect", () => {
      end(true);
    });
    socket.once("timeout", () => {
      end(false);
    });
    socket.once("error", () => {
      end(false);
    });
  });
}
