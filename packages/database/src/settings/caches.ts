import type { CrossCheck } from "@strata/core";
import { between, name, percent, retentionDays } from "@strata/core/fields";
import { z } from "zod";
import { checkName } from "./names";
import { checkWindows, dailyWindow, weeklyWindow } from "./windows";

/** The versions that a cache may have. */
const VERSIONS = {
  valkey: ["7.2", "8.0", "8.1"],
  redis: ["6.2", "7.0", "7.1"],
} as const;

const DEFAULT_VERSION = { valkey: "8.1", redis: "7.1" } as const;

/** One cache. */
export const cache = z.strictObject({
  engine: z
    .enum(["valkey", "redis"], "must be valkey or redis")
    .default("valkey")
    .describe("The engine. Valkey speaks the protocol of Redis and costs less."),
  engineVersion: z
    .enum([...VERSIONS.valkey, ...VERSIONS.redis], {
      error: `must be ${VERSIONS.valkey.join(", ")} for valkey, ${VERSIONS.redis.join(", ")} for redis`,
    })
    .optional()
    .meta({ defaultText: `${DEFAULT_VERSION.valkey} for valkey, ${DEFAULT_VERSION.redis} for redis` })
    .describe("Version of the engine; patches follow AWS. It can be raised, but not lowered."),
  subnetGroup: name.default("cache").describe("Subnet group of the network layer in which it stands."),
  securityGroup: name
    .default("cache")
    .describe("Security group of the network layer: whom it lets in may read and write everything."),
  nodeType: z
    .string()
    .regex(/^cache\.[a-z0-9]+\.[a-z0-9]+$/, "must be an ElastiCache node type, such as cache.t4g.micro")
    .optional()
    .meta({ defaultText: "cache.t4g.small where the environment is protected, cache.t4g.micro elsewhere" })
    .describe("How much CPU and memory each node has."),
  replicas: between(0, 5, "replicas")
    .optional()
    .meta({ defaultText: "1 where the environment is protected, 0 elsewhere" })
    .describe(
      "How many more nodes answer reads, in other zones. With one or more, the first that lives takes over.",
    ),
  maxmemoryPolicy: z
    .enum([
      "volatile-lru",
      "allkeys-lru",
      "volatile-lfu",
      "allkeys-lfu",
      "volatile-random",
      "allkeys-random",
      "volatile-ttl",
      "noeviction",
    ])
    .default("volatile-lru")
    .describe("Which keys go when the memory is full; volatile: only those with a time to live."),
  snapshotRetentionDays: between(0, 35, "days")
    .optional()
    .meta({ defaultText: "7 where the environment is protected, 0 elsewhere" })
    .describe("Days for which daily snapshots are kept. 0: none are taken."),
  snapshotWindow: dailyWindow
    .default("17:00-18:00")
    .describe("When the daily snapshot is taken, in UTC. At least 60 minutes."),
  maintenanceWindow: weeklyWindow
    .default("sun:18:30-sun:19:30")
    .describe("When AWS may patch it, in UTC. At least 60 minutes, and not during the snapshot."),
  logRetentionDays: retentionDays.default(30).describe("Days for which CloudWatch keeps the slow log."),
  alarms: z
    .strictObject({
      memoryPercent: percent.default(80).describe("Memory in use, in percent."),
      cpuPercent: percent
        .default(80)
        .describe("Average CPU over 15 minutes, of the node and of the engine's one thread, in percent."),
      evictions: between(0, 1_000_000, "keys")
        .default(0)
        .describe("Keys which had to go within 5 minutes because the memory was full."),
      connections: between(1, 65_000, "connections").default(1000).describe("Open connections."),
    })
    .prefault({})
    .describe("Where the alarms ring."),
});

export type OneCache = z.output<typeof cache>;

/** The version of a cache, decided. */
export const versionOf = ({ engine, engineVersion }: OneCache): string =>
  engineVersion ?? DEFAULT_VERSION[engine];

/** Checks across the settings of one cache. */
export function checkCache(check: CrossCheck, key: string, one: OneCache): void {
  const path = ["caches", key];
  checkName(check, path, key);
  const versions: readonly string[] = VERSIONS[one.engine];
  if (!versions.includes(versionOf(one))) {
    check.report([...path, "engineVersion"], `must be ${versions.join(", ")} for ${one.engine}`);
  }
  checkWindows(
    (field, message) => {
      check.report([...path, field], message);
    },
    ["snapshotWindow", one.snapshotWindow],
    one.maintenanceWindow,
    60,
  );
}
