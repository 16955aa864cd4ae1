import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import { pino, stdTimeFunctions, type DestinationStream, type Logger, type LoggerOptions } from "pino";
import { buildApp } from "./app";
import { openCache } from "./cache";
import { cachedStore } from "./cached-store";
import type { Config } from "./config";
import { openDatabase, type Database } from "./database";
import { migrate } from "./migrate";
import { databaseStore } from "./store";

/** A backend that listens. */
export interface Backend {
  /** The port, which the system chooses where the configuration says 0. */
  readonly port: number;
  /** Turns requests away, answers those which are there, and closes everything. */
  stop(): Promise<void>;
}

/** How long `/readyz` waits for the database, and how long lies between two tries of a migration, in milliseconds. */
const PING_TIMEOUT = 2_000;
const MIGRATION_PAUSE = 1_000;

/**
 * Starts the backend. It listens whether or not the database is there: as long as the tables are not up to date, `/readyz`
 * says so, and it is tried again.
 * @param output where log lines go, one JSON object each: stdout, unless told otherwise
 */
export async function startBackend(config: Config, output?: DestinationStream): Promise<Backend> {
  const log = createLog(config.logLevel, output);
  const database = openDatabase(config.database);
  const cache = config.redisUrl === undefined ? undefined : openCache(config.redisUrl, log);
  const store = databaseStore(database);

  const stopping = new AbortController();
  let migrated = false;
  const migration = migrateWhenPossible(database, log, stopping.signal).then((done) => (migrated = done));

  const app = await buildApp({
    store: cache === undefined ? store : cachedStore(store, cache),
    log,
    isStopping: () => stopping.signal.aborted,
    notReady: async () => {
      if (stopping.signal.aborted) return "The backend is stopping";
      if (!migrated) return "The tables are not up to date yet";
      return (await answers(database)) ? undefined : "The database can't be reached";
    },
  });
  await app.listen({ port: config.port, host: "0.0.0.0" });

  return {
    port: (app.server.address() as AddressInfo).port,
    stop: async () => {
      stopping.abort();
      // Whoever sends requests here learns from /readyz to send them elsewhere; until then they are answered.
      await sleep(config.drainSeconds * 1_000);
      await app.close();
      await migration;
      cache?.close();
      await database.destroy();
      log.info("stopped");
    },
  };
}

/** Migrates, again and again until it succeeds: true then, and false when the backend stops before. */
async function migrateWhenPossible(database: Database, log: Logger, stopping: AbortSignal): Promise<boolean> {
  while (!stopping.aborted) {
    try {
      await migrate(database);
      log.info("the tables are up to date");
      return true;
    } catch (error) {
      log.warn({ err: error }, "the tables can't be brought up to date yet");
      await sleep(MIGRATION_PAUSE, undefined, { signal: stopping }).catch(() => undefined);
    }
  }
  return false;
}

/** Whether the database answers in time. */
async function answers(database: Database): Promise<boolean> {
  const late = new AbortController();
  const answer = sql`select 1`.execute(database).then(
    () => true,
    () => false,
  );
  const timeout = sleep(PING_TIMEOUT, false, { signal: late.signal }).catch(() => false);
  const result = await Promise.race([answer, timeout]);
  late.abort();
  return result;
}

/** The log: one JSON object a line, to stdout unless told otherwise. */
export function createLog(level: string, output?: DestinationStream): Logger {
  const options: LoggerOptions = {
    level,
    base: null,
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    // A database error holds the statement, and with it what a user wrote: that is not for logs.
    serializers: {
      err: ({ name, message, code, stack }: Error & { code?: string }) => ({ name, message, code, stack }),
    },
  };
  return output === undefined ? pino(options) : pino(options, output);
}
