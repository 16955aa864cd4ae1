import { between, email, name, retentionDays } from "@strata/core/fields";
import { z } from "zod";

const TIME = "([01]\\d|2[0-3]):[0-5]\\d";
const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
const DAY_MINUTES = 24 * 60;

const backupWindow = z
  .string()
  .regex(new RegExp(`^${TIME}-${TIME}$`), "must be two times of day in UTC, such as 17:00-18:00");
const maintenanceWindow = z
  .string()
  .regex(
    new RegExp(`^(${DAYS.join("|")}):${TIME}-(${DAYS.join("|")}):${TIME}$`),
    "must be two times of the week in UTC, such as sun:18:30-sun:19:30",
  );

/** Instance classes for which RDS for MySQL has no Performance Insights. */
const WITHOUT_INSIGHTS = /^db\.t(2|3|4g)\.(micro|small)$/;

/** Parameters which have a setting of their own, or which the layer decides. */
const OWN_PARAMETERS = [
  "character_set_server",
  "collation_server",
  "log_output",
  "long_query_time",
  "require_secure_transport",
  "slow_query_log",
];

const database = z.strictObject({
  engine: z.literal("mysql").default("mysql").describe("The database engine."),
  engineVersion: z
    .string()
    .regex(/^8\.[04](\.\d+)?$/, "must be a MySQL version from 8.0 or 8.4, such as 8.0 or 8.4.5")
    .default("8.4")
    .describe("Version of the engine. Without its third number, minor versions follow what AWS prefers."),
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
  instanceClass: z
    .string()
    .regex(/^db\.[a-z0-9]+(-[a-z]+)?\.[a-z0-9]+$/, "must be an RDS instance class, such as db.t4g.medium")
    .default("db.t4g.medium")
    .describe("How much CPU and memory it has."),
  multiAz: z
    .boolean()
    .default(true)
    .describe("Whether a standby in another availability zone takes over when the instance fails."),
  storageGib: between(20, 65536, "GiB").default(20).describe("Storage at the beginning, in GiB."),
  maxStorageGib: between(22, 65536, "GiB")
    .default(100)
    .describe("How far RDS lets the storage grow by itself, in GiB."),
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
  backupRetentionDays: between(1, 35, "days")
    .default(7)
    .describe("How many days back the database can be restored to any second."),
  backupWindow: backupWindow
    .default("17:00-18:00")
    .describe("When the daily backup is taken, in UTC. At least 30 minutes."),
  maintenanceWindow: maintenanceWindow
    .default("sun:18:30-sun:19:30")
    .describe(
      "When AWS may restart it for upgrades, in UTC. At least 30 minutes, and not during the backup.",
    ),
  performanceInsights: z
    .boolean()
    .default(true)
    .describe("Whether RDS records for 7 days which queries load the database."),
  logRetentionDays: retentionDays
    .default(30)
    .describe("Days for which CloudWatch keeps the error and slow query logs."),
  alarms: z
    .strictObject({
      cpuPercent: between(1, 100, "percent").default(80).describe("Average CPU over 15 minutes, in percent."),
      freeStorageGib: between(1, 65536, "GiB").default(5).describe("Free storage, in GiB."),
      connections: between(1, 100_000, "connections")
        .default(250)
        .describe(
          "Open connections. What the instance can hold depends on its memory: about 340 for each 4 GiB.",
        ),
    })
    .prefault({})
    .describe("Where the alarms ring."),
});

const settings = z.strictObject({
  databases: z
    .record(name, database)
    .refine((databases) => Object.keys(databases).length > 0, "must name at least one database")
    .describe("Databases by the names under which the services layer finds them."),
  alarmEmails: z
    .array(email)
    .default([])
    .describe("Who gets the alarms by mail. Each confirms once, by the link in the first mail."),
});

const minuteOfDay = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));

/** Whether two spans of minutes share one, on a clock of `cycle` minutes. Spans may pass midnight. */
function meet([a, lengthA]: [number, number], [b, lengthB]: [number, number], cycle: number): boolean {
  return (b - a + cycle) % cycle < lengthA || (a - b + cycle) % cycle < lengthB;
}

/** Start and length of a backup window, in minutes of the day. */
function backupSpan(window: string): [number, number] {
  const [start = 0, end = 0] = window.split("-").map(minuteOfDay);
  return [start, (end - start + DAY_MINUTES) % DAY_MINUTES];
}

/** Start and length of a maintenance window, in minutes of the week. */
function maintenanceSpan(window: string): [number, number] {
  const [start = 0, end = 0] = window
    .split("-")
    .map(
      (moment) =>
        DAYS.findIndex((day) => moment.startsWith(day)) * DAY_MINUTES + minuteOfDay(moment.slice(4)),
    );
  return [start, (end - start + 7 * DAY_MINUTES) % (7 * DAY_MINUTES)];
}

/** What an environment may set in the database layer, with defaults and cross-field checks. */
export const databaseSettings = settings.check(({ value, issues }) => {
  for (const [key, one] of Object.entries(value.databases)) {
    const report = (field: PropertyKey[], message: string): void => {
      issues.push({ code: "custom", path: ["databases", key, ...field], message, input: value });
    };

    // Amazon RDS asks for a tenth more at least, or the storage could never grow.
    const least = one.storageGib + Math.ceil(one.storageGib / 10);
    if (one.maxStorageGib < least) {
      report(["maxStorageGib"], `must be at least ${least} GiB, a tenth more than storageGib`);
    }
    if (one.alarms.freeStorageGib >= one.storageGib) {
      report(["alarms", "freeStorageGib"], `must be less than storageGib, which is ${one.storageGib} GiB`);
    }
    if (one.performanceInsights && WITHOUT_INSIGHTS.test(one.instanceClass)) {
      report(
        ["performanceInsights"],
        `must be false for ${one.instanceClass}; from db.t4g.medium on it may be true`,
      );
    }

    const backup = backupSpan(one.backupWindow);
    const maintenance = maintenanceSpan(one.maintenanceWindow);
    if (backup[1] < 30) report(["backupWindow"], "must be at least 30 minutes long");
    if (maintenance[1] < 30 || maintenance[1] > DAY_MINUTES) {
      report(["maintenanceWindow"], "must be at least 30 minutes and at most 24 hours long");
    } else if (meet([maintenance[0] % DAY_MINUTES, maintenance[1]], backup, DAY_MINUTES)) {
      report(["maintenanceWindow"], `must not overlap the backupWindow ${one.backupWindow}`);
    }

    for (const parameter of Object.keys(one.parameters).filter((given) => OWN_PARAMETERS.includes(given))) {
      report(
        ["parameters", parameter],
        `must be another one: the layer sets ${OWN_PARAMETERS.join(", ")} itself`,
      );
    }
  }
});

/** The settings as an environment writes them: what has a default may be left out. */
export type DatabaseSettingsInput = z.input<typeof databaseSettings>;

/** The settings with every default filled in. */
export type DatabaseSettings = z.output<typeof databaseSettings>;

/** The settings of one database. */
export type OneDatabase = DatabaseSettings["databases"][string];
