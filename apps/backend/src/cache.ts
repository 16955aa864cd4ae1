import type { FastifyBaseLogger } from "fastify";
import { Redis } from "ioredis";

/** Answers that are forgotten together. */
type Group = "items" | "notifications";
const GROUPS: readonly Group[] = ["items", "notifications"];

/** A cache of answers. None of its methods throws: without the cache everything works, from the database. */
export interface Cache {
  /** The kept answer, or else what `load` gives, which is kept then. */
  read<T>(group: Group, key: string, load: () => Promise<T>): Promise<T>;
  /** After a write: what was kept of the group is never given again. */
  forget(group: Group): Promise<void>;
  close(): void;
}

/** How long an answer is kept at most, in seconds: how old one can be when a write could not reach the cache. */
const KEPT_SECONDS = 30;

/** How long the cache may take to answer, in milliseconds, before the database is asked instead. */
const PATIENCE = 250;

/**
 * A cache in Redis.
 *
 * Each group has a generation, a number which is part of its keys and which a write raises. So an answer that was loaded
 * before a write, and comes to be kept only after it, lies under a key that nobody reads.
 */
export function openCache(url: string, log: FastifyBaseLogger): Cache {
  const redis = new Redis(url, {
    keyPrefix: "backend:",
    // Fail at once while Redis is away, and try to reach it again every two seconds at most.
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: PATIENCE,
    connectTimeout: 2_000,
    retryStrategy: (attempt) => Math.min(attempt * 100, 2_000),
  });

  const forget = async (group: Group): Promise<void> => {
    await redis.incr(`${group}:generation`).catch(() => undefined);
  };

  let away = false;
  redis.on("error", (error) => {
    if (!away) log.warn({ err: error }, "Redis is away: all answers come from the database");
    away = true;
  });
  redis.on("ready", () => {
    log.info("Redis is there");
    away = false;
    // What was written while it was away is not known to it.
    for (const group of GROUPS) void forget(group);
  });

  return {
    async read(group, key, load) {
      const generation = await redis.get(`${group}:generation`).catch(() => undefined);
      if (generation === undefined) return load();
      const name = `${group}:${generation ?? 0}:${key}`;
      const kept = await redis.get(name).catch(() => null);
      if (kept !== null) return JSON.parse(kept) as Awaited<ReturnType<typeof load>>;
      const loaded = await load();
      await redis.set(name, JSON.stringify(loaded), "EX", KEPT_SECONDS).catch(() => undefined);
      return loaded;
    },
    forget,
    close: () => {
      redis.disconnect();
    },
  };
}
