import { check } from "@strata/core";
import { databaseSettings } from "./settings";

const FILE = "packages/database/environments/test.ts";

/** Settings of one database, with changes. */
const main = (changes: object): object => ({ databases: { main: { databaseName: "app", ...changes } } });

describe("the settings of the database layer", () => {
  test("need no more than a name of the database", () => {
    const { databases, alarmEmails } = check(databaseSettings, main({}), FILE);
    expect(alarmEmails).toEqual([]);
    expect(databases.main).toMatchObject({
      engine: "mysql",
      engineVersion: "8.4",
      multiAz: true,
      requireTls: true,
      backupRetentionDays: 7,
      alarms: { cpuPercent: 80, freeStorageGib: 5, connections: 250 },
    });
  });

  test.each([
    [{ databases: {} }, "databases: must name at least one database"],
    [{ databases: { Main: { databaseName: "app" } } }, "databases.Main: "],
    [main({ databaseName: "my-app" }), "databases.main.databaseName: must be a letter, and then up to 63"],
    [main({ engine: "postgres" }), "databases.main.engine: "],
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
    [main({ logRetentionDays: 31 }), "logRetentionDays: must be 1, 3, 5, 7, 14, 30, 60, 90, 180 or 365 days"],
    [{ ...main({}), alarmEmails: ["me"] }, "alarmEmails[0]: must be an e-mail address"],
  ])("refuse %j", (settings, message) => {
    expect(() => check(databaseSettings, settings, FILE)).toThrow(message);
  });

  test.each([
    main({ backupWindow: "17:00-18:00", maintenanceWindow: "sun:18:00-sun:19:00" }),
    main({ backupWindow: "23:30-00:30", maintenanceWindow: "sun:00:30-sun:01:30" }),
    main({ instanceClass: "db.t4g.small", performanceInsights: false }),
    main({ parameters: { max_connections: { value: "300" } } }),
  ])("accept %j", (settings) => {
    expect(() => check(databaseSettings, settings, FILE)).not.toThrow();
  });
});
