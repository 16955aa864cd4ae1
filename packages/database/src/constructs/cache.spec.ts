import { synthesizeIn, testEnvironment, type Attributes, type Synthesized } from "@strata/core/testing";
import { databaseSettings, type OneCache } from "../settings";
import { Cache } from "./cache";

const cache = (changes: object = {}, guarded = false): Synthesized & { built: Cache } => {
  let built: Cache | undefined;
  const synthesized = synthesizeIn((scope) => {
    const { caches } = databaseSettings.parse({ caches: { main: changes } });
    built = new Cache(scope, "main", {
      environment: testEnvironment({ protected: guarded }),
      name: (parts) => ["test", ...parts].join("-"),
      key: "main",
      settings: caches.main as OneCache,
      subnetIds: ["subnet-a", "subnet-c"],
      securityGroupId: "sg-cache",
      keyArn: "arn:key",
    });
  });
  return { ...synthesized, built: built as Cache };
};

const group = (...given: Parameters<typeof cache>): Attributes =>
  cache(...given).resource("aws_elasticache_replication_group");

describe("Cache", () => {
  test("speaks TLS only, is encrypted, and has no password which the state could hold", () => {
    expect(group()).toMatchObject({
      transit_encryption_enabled: true,
      transit_encryption_mode: "required",
      at_rest_encryption_enabled: "true",
      kms_key_id: "arn:key",
      security_group_ids: ["sg-cache"],
    });
    expect(group()).not.toHaveProperty("auth_token");
  });

  test("is one small node where the environment may be thrown away", () => {
    expect(group()).toMatchObject({
      node_type: "cache.t4g.micro",
      num_cache_clusters: 1,
      automatic_failover_enabled: false,
      multi_az_enabled: false,
      snapshot_retention_limit: 0,
      apply_immediately: true,
    });
    expect(group()).not.toHaveProperty("final_snapshot_identifier");
    const { host, readerHost, addresses } = cache().built;
    expect(readerHost).toBe(host);
    expect(addresses).toBe(1);
  });

  test("has a replica that takes over, and snapshots, where it is protected", () => {
    expect(group({}, true)).toMatchObject({
      node_type: "cache.t4g.small",
      num_cache_clusters: 2,
      automatic_failover_enabled: true,
      multi_az_enabled: true,
      snapshot_retention_limit: 7,
      final_snapshot_identifier: "test-main-final",
      apply_immediately: false,
      lifecycle: { prevent_destroy: true },
    });
    const { host, readerHost, addresses } = cache({}, true).built;
    expect(readerHost).not.toBe(host);
    expect(addresses).toBe(2);
  });

  test.each([
    [{}, "8.1", "valkey8", "test-main-valkey8"],
    [{ engineVersion: "7.2" }, "7.2", "valkey7", "test-main-valkey7"],
    [{ engine: "redis" }, "7.1", "redis7", "test-main-redis7"],
    [{ engine: "redis", engineVersion: "6.2" }, "6.2", "redis6.x", "test-main-redis6x"],
  ])("of %j is of version %s and of family %s", (changes, version, family, name) => {
    expect(group(changes)).toMatchObject({ engine_version: version });
    expect(cache(changes).resource("aws_elasticache_parameter_group")).toMatchObject({
      family,
      name,
      lifecycle: { create_before_destroy: true },
    });
  });

  test("forgets keys as the settings say, and logs what is slow", () => {
    expect(
      cache({ maxmemoryPolicy: "allkeys-lru" }).resource("aws_elasticache_parameter_group").parameter,
    ).toEqual([{ name: "maxmemory-policy", value: "allkeys-lru" }]);
    expect(cache().resource("aws_cloudwatch_log_group")).toMatchObject({
      name: "/aws/elasticache/test-main/slow-log",
      retention_in_days: 30,
      kms_key_id: "arn:key",
    });
    expect(group().log_delivery_configuration).toEqual([
      expect.objectContaining({ log_type: "slow-log", log_format: "json" }),
    ]);
  });

  test("is watched node by node", () => {
    expect(cache({ replicas: 1 }).built.watched.map(({ dimensions }) => dimensions)).toEqual([
      { CacheClusterId: "test-main-001" },
      { CacheClusterId: "test-main-002" },
    ]);
  });
});
