import { check } from "@strata/core";
import { databaseSettings } from "./settings";
import { versionOf } from "./settings/caches";

const FILE = "packages/database/environments/test.ts";

/** Settings of one database, with changes. */
const main = (changes: object): object => ({ databases: { main: { databaseName: "app", ...changes } } });

/** The same with Aurora. */
const aurora = (changes: object): object => main({ engine: "aurora-mysql", ...changes });

/** Settings of one cache. */
const cache = (changes: object): object => ({ caches: { main: changes } });

describe("the settings of the database layer", () => {
  test("need no more than a name of the database", () => {
    const { databases, alarmEmails } = check(databaseSettings, main({}), FILE);
    expect(alarmEmails).toEqual([]);
    expect(databases.main).toMatchObject({
      engine: "mysql",
      engineVersion: "8.4",
      replicas: 0,
      requireTls: true,
      alarms: { cpuPercent: 80, freeStorageGib: 5, connections: 250 },
    });
  });

  test("may be empty", () => {
    expect(check(databaseSettings, {}, FILE)).toMatchObject({ databases: {}, caches: {} });
  });

  test("leave the version of a cache to the engine", () => {
    const { caches } = check(databaseSettings, { caches: { main: {}, old: { engine: "redis" } } }, FILE);
    expect(Object.values(caches).map(versionOf)).toEqual(["8.1", "7.1"]);
  });

  test.each([
    [{ databases: { Main: { databaseName: "app" } } }, "databases.Main: "],
    [main({ databaseName: "my-app" }), "databases.main.databaseName: must be a letter, and then up to 63"],
    [main({ engine: "postgres" }), "databases.main.engine: must be mysql or aurora-mysql"],
    [
      main({ engineVersion: "5.7" }),
      'engineVersion: must be a MySQL version from 8.0 or 8.4, such as 8.0 or 8.4.5 (given: "5.7")',
    ],
    [
      main({ instanceClass: "t4g.medium" }),
      "instanceClass: must be an RDS instance class, such as db.t4g.medium",
    ],
    [main({ instanceClass: "db.t4g.small" }), "performanceInsights: must be false for db.t4g.small"],
    [main({ storageGib: 10 }), "storageGib: must be a whole number from 20 to 65536 (GiB) (given: 10)"],
    [main({ storageGib: 100 }), "maxStorageGib: must be at least 110 GiB, a tenth more than storageGib"],
    [
      main({ alarms: { freeStorageGib: 20 } }),
      "alarms.freeStorageGib: must be less than storageGib, which is 20 GiB (given: 20)",
    ],
    [main({ backupRetentionDays: 0 }), "backupRetentionDays: must be a whole number from 1 to 35 (days)"],
    [
      main({ backupWindow: "25:00-26:00" }),
      "backupWindow: must be two times of day in UTC, such as 17:00-18:00",
    ],
    [main({ backupWindow: "17:00-17:20" }), "backupWindow: must be at least 30 minutes long"],
    [
      main({ maintenanceWindow: "sun:18:30-sun:18:45" }),
      "maintenanceWindow: must be at least 30 minutes and at most 24 hours",
    ],
    [main({ maintenanceWindow: "18:30-19:30" }), "maintenanceWindow: must be two times of the week in UTC"],
    [
      main({ maintenanceWindow: "sun:17:30-sun:18:30" }),
      "maintenanceWindow: must not overlap the backupWindow 17:00-18:00",
    ],
    // Both pass midnight.
    [main({ backupWindow: "23:30-00:30", maintenanceWindow: "sat:23:50-sun:00:50" }), "must not overlap"],
    [
      main({ parameters: { long_query_time: { value: "2" } } }),
      "parameters.long_query_time: must be another one",
    ],
    [
      main({ logRetentionDays: 31 }),
      "logRetentionDays: must be one of 1, 3, 5, 7, 14, 30, 60, 90, 180, 365 days",
    ],
    [
      aurora({ storageGib: 20, multiAz: true }),
      "databases.main: must not have storageGib, multiAz with aurora-mysql: its storage grows by itself",
    ],
    [main({ serverless: { minCapacity: 1, maxCapacity: 2 } }), "databases.main: "],
    [
      aurora({ engineVersion: "8.4" }),
      'must be 8.0, or a version of Aurora MySQL 3 in full, such as 8.0.mysql_aurora.3.08.0 (given: "8.4")',
    ],
    [
      aurora({ instanceClass: "db.r6g.large", serverless: { minCapacity: 1, maxCapacity: 2 } }),
      "instanceClass: must be left out with serverless, which takes its place",
    ],
    [
      aurora({ instanceClass: "db.t4g.micro" }),
      "instanceClass: must be medium or larger: Aurora has no smaller",
    ],
    [
      aurora({ instanceClass: "db.t3.medium" }),
      "performanceInsights: must be false for db.t3.medium; for db.t4g.medium it may be true",
    ],
    [
      aurora({ serverless: { minCapacity: 4, maxCapacity: 2 } }),
      "serverless.minCapacity: must be at most maxCapacity, which is 2 (given: 4)",
    ],
    [
      aurora({ serverless: { minCapacity: 0.7, maxCapacity: 2 } }),
      "serverless.minCapacity: must be 0 to 256 Aurora capacity units, in steps of 0.5 (given: 0.7)",
    ],
    [
      aurora({ engineVersion: "8.0.mysql_aurora.3.04.2", serverless: { minCapacity: 0, maxCapacity: 2 } }),
      "serverless.minCapacity: must be at least 0.5 with 8.0.mysql_aurora.3.04.2: it can pause from",
    ],
    [main({ replicas: 6 }), "replicas: must be a whole number from 0 to 5 (replicas) (given: 6)"],
    [main({ monitoringSeconds: 20 }), "monitoringSeconds: must be 0, 1, 5, 10, 15, 30 or 60 seconds"],
    [
      { databases: { "a--b": { databaseName: "app" } } },
      'databases["a--b"]: must not have two hyphens in a row: AWS refuses that',
    ],
    [{ databases: { network: { databaseName: "app" } } }, "databases.network: must have another name"],
    [
      { ...main({ backupWindow: "19:30-20:30" }), vaultDays: 30 },
      "backupWindow: must be an hour or more away from 21:00",
    ],
    [cache({ engine: "memcached" }), "caches.main.engine: must be valkey or redis"],
    [
      cache({ engine: "redis", engineVersion: "8.0" }),
      'caches.main.engineVersion: must be 6.2, 7.0, 7.1 for redis (given: "8.0")',
    ],
    [
      cache({ engineVersion: "5.0" }),
      "engineVersion: must be 7.2, 8.0, 8.1 for valkey, 6.2, 7.0, 7.1 for redis",
    ],
    [cache({ nodeType: "t4g.micro" }), "nodeType: must be an ElastiCache node type, such as cache.t4g.micro"],
    [cache({ snapshotWindow: "17:00-17:30" }), "snapshotWindow: must be at least 60 minutes long"],
    [
      cache({ maintenanceWindow: "sun:17:30-sun:18:30" }),
      "maintenanceWindow: must not overlap the snapshotWindow 17:00-18:00",
    ],
    [cache({ multiAz: true }), "caches.main: "],
    [{ caches: { "a--b": {} } }, 'caches["a--b"]: must not have two hyphens in a row'],
    [{ ...main({}), alarmEmails: ["me"] }, "alarmEmails[0]: must be an e-mail address"],
  ])("refuse %j", (settings, message) => {
    expect(() => check(databaseSettings, settings, FILE)).toThrow(message);
  });

  test.each([
    main({ backupWindow: "17:00-18:00", maintenanceWindow: "sun:18:00-sun:19:00" }),
    main({ backupWindow: "23:30-00:30", maintenanceWindow: "sun:00:30-sun:01:30" }),
    main({ instanceClass: "db.t4g.small", performanceInsights: false }),
    main({ parameters: { max_connections: { value: "300" } } }),
    aurora({ serverless: { minCapacity: 0, maxCapacity: 1 } }),
    aurora({ engineVersion: "8.0.mysql_aurora.3.08.0", serverless: { minCapacity: 0, maxCapacity: 2 } }),
    aurora({ instanceClass: "db.t3.medium", performanceInsights: false }),
    { ...main({ backupWindow: "16:00-17:00" }), vaultDays: 30 },
    cache({ engine: "redis", engineVersion: "6.2", replicas: 5 }),
  ])("accept %j", (settings) => {
    expect(() => check(databaseSettings, settings, FILE)).not.toThrow();
  });
});
