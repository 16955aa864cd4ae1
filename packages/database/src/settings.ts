import { crossCheck } from "@strata/core";
import { between, email, name } from "@strata/core/fields";
import { z } from "zod";
import { cache, checkCache } from "./settings/caches";
import { checkDatabase, database } from "./settings/databases";

export type { OneCache } from "./settings/caches";
export type { AuroraSettings, MysqlSettings, OneDatabase } from "./settings/databases";

const settings = z.strictObject({
  databases: z
    .record(name, database)
    .default({})
    .describe("Databases by the names under which the services layer finds them."),
  caches: z
    .record(name, cache)
    .default({})
    .describe("Caches by the names under which the services layer finds them."),
  vaultDays: between(1, 36_500, "days")
    .optional()
    .meta({ defaultText: "no vault" })
    .describe(
      "Days for which AWS Backup keeps a copy of every database, made daily into a vault of its own, beside the backups of RDS.",
    ),
  alarmEmails: z
    .array(email)
    .default([])
    .describe("Who gets the alarms by mail. Each confirms once, by the link in the first mail."),
});

/** What an environment may set in the database layer, with defaults and cross-field checks. */
export const databaseSettings = settings.check((payload) => {
  const check = crossCheck(payload);
  const { databases, caches, vaultDays } = payload.value;
  for (const [key, one] of Object.entries(databases)) {
    checkDatabase(check, key, one, vaultDays !== undefined);
  }
  for (const [key, one] of Object.entries(caches)) checkCache(check, key, one);
});

/** The settings as an environment writes them: what has a default may be left out. */
export type DatabaseSettingsInput = z.input<typeof databaseSettings>;

/** The settings with every default filled in. */
export type DatabaseSettings = z.output<typeof databaseSettings>;
