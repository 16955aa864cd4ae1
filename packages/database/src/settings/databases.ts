import type { CrossCheck } from "@strata/core";
import { between, name, percent, retentionDays } from "@strata/core/fields";
import { z } from "zod";
import { checkName } from "./names";
import { checkWindows, dailyWindow, isWithinAnHour, weeklyWindow } from "./windows";

/** When the daily copy to the vault begins, in UTC. 06:00 in Seoul. */
export const VAULT_TIME = "21:00";

/** Parameters which have a setting of their own, or which the layer decides. */
const OWN_PARAMETERS = [
  "character_set_server",
  "collation_server",
  "log_output",
  "long_query_time",
  "require_secure_transport",
  "server_audit_events",
  "server_audit_logging",
  "slow_query_log",
];

/** Names which constructs of the stack have beside those of databases. */
const OWN_NAMES = [
  "alarms",
  "aws",
  "cache",
  "caches",
  "databases",
  "encryption",
  "monitoring",
  "network",
  "vault",
];

/** Instance classes for which RDS for MySQL has no Performance Insights. */
const MYSQL_WITHOUT_INSIGHTS = /^db\.t(2|3|4g)\.(micro|small)$/;

/** Instance classes for which Aurora has no Performance Insights. */
const AURORA_WITHOUT_INSIGHTS = /^db\.t[23]\./;

const capacity = (least: number): z.ZodNumber => {
  const message = `must be ${least} to 256 Aurora capacity units, in steps of 0.5`;
  return z.number(message).min(least, message).max(256, message).multipleOf(0.5, message);
};

const instanceClass = z
  .string()
  .regex(/^db\.[a-z0-9]+(-[a-z]+)?\.[a-z0-9]+$/, "must be an RDS instance class, such as db.t4g.medium");

const alarms = {
  cpuPercent: percent.default(80).describe("Average CPU over 15 minutes, in percent."),
  connections: between(1, 100_000, "connections")
    .default(250)
    .describe(
      "Open connections. What the instance can hold depends on its memory: about 340 for each 4 GiB.",
    ),
  replicaLagSeconds: between(1, 3600, "seconds")
    .default(30)
    .describe("How far a replica may be behind, in seconds."),
};

/** What both engines have, after the engine and before the rest. */
const place = {
  allowMajorUpgrade: z
    .boolean()
    .default(false)
    .describe(
      "Whether a new engineVersion may be a major upgrade, from 8.0 to 8.4. On for that one deployment only.",
    ),
  subnetGroup: name.default("db").describe("Subnet group of the network layer in which it stands."),
  securityGroup: name.default("database").describe("Security group of the network layer which guards it."),
  databaseName: z
    .string()
    .regex(
      /^[A-Za-z][A-Za-z0-9_]{0,63}$/,
      "must be a letter, and then up to 63 letters, digits and underscores",
    )
    .describe("The database which is made inside the instance."),
  masterUsername: z
    .string()
    .regex(
      /^[A-Za-z][A-Za-z0-9_]{0,15}$/,
      "must be a letter, and then up to 15 letters, digits and underscores",
    )
    .default("admin")
    .describe("The user whose password RDS makes, keeps in Secrets Manager and changes."),
  replicas: between(0, 5, "replicas")
    .default(0)
    .describe("How many more instances answer reads. Those of Aurora also take over when the writer fails."),
};

const care = {
  iamAuthentication: z
    .boolean()
    .default(false)
    .describe("Whether IAM identities may connect with a token in place of a password."),
  requireTls: z.boolean().default(true).describe("Whether connections without TLS are refused."),
  slowQuerySeconds: z
    .number()
    .min(0, "must be 0 to 3600 seconds")
    .max(3600, "must be 0 to 3600 seconds")
    .default(1)
    .describe("Queries which take longer, in seconds, are written to the slow query log."),
  parameters: z
    .record(
      z.string().regex(/^[a-z0-9_]+$/, "must be the name of a MySQL parameter, such as max_connections"),
      z.strictObject({
        value: z.string().describe("As RDS takes it; may be a formula."),
        apply: z
          .enum(["immediate", "pending-reboot"])
          .default("immediate")
          .describe("When it takes effect. Static parameters accept pending-reboot only."),
      }),
    )
    .default({})
    .describe("More MySQL parameters by name."),
  // Never 0: without backups nothing can be restored, and RDS makes no replica.
  backupRetentionDays: between(1, 35, "days")
    .optional()
    .meta({ defaultText: "7 where the environment is protected, 1 elsewhere" })
    .describe("How many days back the database can be restored to any second."),
  backupWindow: dailyWindow
    .default("17:00-18:00")
    .describe("When the daily backup is taken, in UTC. At least 30 minutes."),
  maintenanceWindow: weeklyWindow
    .default("sun:18:30-sun:19:30")
    .describe(
      "When AWS may restart it for upgrades, in UTC. At least 30 minutes, and not during the backup.",
    ),
  performanceInsights: z
    .boolean()
    .default(true)
    .describe("Whether RDS records for 7 days which queries load the database."),
  monitoringSeconds: z
    .literal([0, 1, 5, 10, 15, 30, 60], "must be 0, 1, 5, 10, 15, 30 or 60 seconds")
    .optional()
    .meta({ defaultText: "60 where the environment is protected, 0 elsewhere" })
    .describe("How often the operating system reports its processes and memory, in seconds. 0: never."),
  logRetentionDays: retentionDays.default(30).describe("Days for which CloudWatch keeps the logs."),
};

const mysql = z.strictObject({
  // Optional as well as with a default: a union looks at what was written, before defaults.
  engine: z.literal("mysql").optional().default("mysql").describe("RDS for MySQL: one instance."),
  engineVersion: z
    .string()
    .regex(/^8\.[04](\.\d+)?$/, "must be a MySQL version from 8.0 or 8.4, such as 8.0 or 8.4.5")
    .default("8.4")
    .meta({ defaultText: "8.4, or 8.0 with aurora-mysql" })
    .describe("Version of the engine. Without its last number, minor versions follow what AWS prefers."),
  ...place,
  instanceClass: instanceClass
    .default("db.t4g.medium")
    .describe("How much CPU and memory each instance has. Aurora: or serverless."),
  multiAz: z
    .boolean()
    .optional()
    .meta({ defaultText: "true where the environment is protected, false elsewhere" })
    .describe(
      "MySQL only: whether a standby in another availability zone takes over when the instance fails.",
    ),
  storageGib: between(20, 65536, "GiB").default(20).describe("MySQL only: storage at the beginning, in GiB."),
  maxStorageGib: between(22, 65536, "GiB")
    .default(100)
    .describe("MySQL only: how far RDS lets the storage grow by itself, in GiB."),
  ...care,
  alarms: z
    .strictObject({
      ...alarms,
      freeStorageGib: between(1, 65536, "GiB").default(5).describe("MySQL only: free storage, in GiB."),
    })
    .prefault({})
    .describe("Where the alarms ring."),
});

const aurora = z.strictObject(
  {
    engine: z.literal("aurora-mysql").describe("Aurora: a cluster of instances over storage in three zones."),
    engineVersion: z
      .string()
      .regex(
        /^8\.0(\.mysql_aurora\.3\.\d{2}\.\d)?$/,
        "must be 8.0, or a version of Aurora MySQL 3 in full, such as 8.0.mysql_aurora.3.08.0",
      )
      .default("8.0")
      .describe("Version of the engine. Without its last number, minor versions follow what AWS prefers."),
    ...place,
    instanceClass: instanceClass
      .optional()
      .meta({ defaultText: "db.t4g.medium, or none with serverless" })
      .describe("How much CPU and memory each instance has. Aurora: or serverless."),
    serverless: z
      .strictObject({
        minCapacity: capacity(0).describe(
          "At rest, in Aurora capacity units (2 GiB of memory). 0: it pauses.",
        ),
        maxCapacity: capacity(1).describe("Under load, in Aurora capacity units."),
      })
      .optional()
      .describe("Aurora only: CPU and memory which follow the load, in place of an instance class."),
    ...care,
    auditLog: z
      .boolean()
      .default(false)
      .describe("Aurora only: whether connections and changes of users and tables are logged."),
    alarms: z.strictObject(alarms).prefault({}).describe("Where the alarms ring."),
  },
  {
    error: (issue) =>
      issue.code === "unrecognized_keys"
        ? `must not have ${issue.keys.join(", ")} with aurora-mysql: its storage grows by itself and is in three zones; for a standby add a replica`
        : undefined,
  },
);

/** One database, of either engine. */
export const database = z.discriminatedUnion("engine", [mysql, aurora], {
  error: "must be mysql or aurora-mysql",
});

export type MysqlSettings = z.output<typeof mysql>;
export type AuroraSettings = z.output<typeof aurora>;
export type OneDatabase = MysqlSettings | AuroraSettings;

type Report = (field: PropertyKey[], message: string) => void;

function checkMysql(report: Report, one: MysqlSettings): void {
  // Amazon RDS asks for a tenth more at least, or the storage could never grow.
  const least = one.storageGib + Math.ceil(one.storageGib / 10);
  if (one.maxStorageGib < least) {
    report(["maxStorageGib"], `must be at least ${least} GiB, a tenth more than storageGib`);
  }
  if (one.alarms.freeStorageGib >= one.storageGib) {
    report(["alarms", "freeStorageGib"], `must be less than storageGib, which is ${one.storageGib} GiB`);
  }
  if (one.performanceInsights && MYSQL_WITHOUT_INSIGHTS.test(one.instanceClass)) {
    report(
      ["performanceInsights"],
      `must be false for ${one.instanceClass}; from db.t4g.medium on it may be true`,
    );
  }
}

function checkAurora(report: Report, one: AuroraSettings): void {
  const { instanceClass: given, serverless, engineVersion } = one;
  if (given !== undefined && serverless !== undefined) {
    report(["instanceClass"], "must be left out with serverless, which takes its place; or leave that out");
  }
  if (given !== undefined && given.startsWith("db.t") && !/\.(medium|large)$/.test(given)) {
    report(["instanceClass"], "must be medium or larger: Aurora has no smaller one, such as db.t4g.medium");
  }
  if (one.performanceInsights && AURORA_WITHOUT_INSIGHTS.test(given ?? "")) {
    report(["performanceInsights"], `must be false for ${given}; for db.t4g.medium it may be true`);
  }
  if (serverless !== undefined) {
    const { minCapacity, maxCapacity } = serverless;
    if (minCapacity > maxCapacity) {
      report(["serverless", "minCapacity"], `must be at most maxCapacity, which is ${maxCapacity}`);
    }
    // Amazon Aurora User Guide, "Scaling to zero ACUs".
    const minor = Number(/\.3\.(\d{2})\./.exec(engineVersion)?.[1] ?? 99);
    if (minCapacity === 0 && minor < 8) {
      report(
        ["serverless", "minCapacity"],
        `must be at least 0.5 with ${engineVersion}: it can pause from 8.0.mysql_aurora.3.08.0 on`,
      );
    }
  }
}

/** Checks across the settings of one database. */
export function checkDatabase(check: CrossCheck, key: string, one: OneDatabase, vault: boolean): void {
  const path = ["databases", key];
  const report: Report = (field, message) => {
    check.report([...path, ...field], message);
  };
  checkName(check, path, key);
  if (OWN_NAMES.includes(key)) {
    report([], `must have another name: the layer itself uses ${OWN_NAMES.join(", ")}`);
  }
  if (one.engine === "mysql") checkMysql(report, one);
  else checkAurora(report, one);
  checkWindows(
    (field, message) => {
      report([field], message);
    },
    ["backupWindow", one.backupWindow],
    one.maintenanceWindow,
    30,
  );
  // AWS Backup Developer Guide: a copy which begins within an hour of an RDS backup may fail.
  if (vault && isWithinAnHour(one.backupWindow, VAULT_TIME)) {
    report(
      ["backupWindow"],
      `must be an hour or more away from ${VAULT_TIME}, when the copy for the vault is made (vaultDays)`,
    );
  }
  for (const parameter of Object.keys(one.parameters).filter((given) => OWN_PARAMETERS.includes(given))) {
    report(
      ["parameters", parameter],
      `must be another one: the layer sets ${OWN_PARAMETERS.join(", ")} itself`,
    );
  }
}
