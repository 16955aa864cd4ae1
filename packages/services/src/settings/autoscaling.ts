import { between, percent } from "@strata/core/fields";
import { z } from "zod";

const timezones = new Set([...Intl.supportedValuesOf("timeZone"), "UTC"]);

const scheduled = z.strictObject({
  cron: z
    .string()
    .regex(/^\S+( \S+){5}$/, "must be six fields, such as 0 22 * * ? *")
    .describe("When: minutes, hours, day, month, day of the week, year."),
  timezone: z
    .string()
    .refine((zone) => timezones.has(zone), "must be a time zone, such as Asia/Seoul")
    .default("UTC")
    .describe("Where the clock of `cron` hangs."),
  min: z.int().min(0).describe("Tasks that run at least, from then on."),
  max: z.int().min(0).describe("Tasks that run at most, from then on."),
});

const cooldown = between(0, 3600, "seconds");

/** How many tasks run. */
export const autoscaling = z.strictObject({
  min: z.int().min(0).describe("Tasks that run at least."),
  max: z.int().min(1).describe("Tasks that run at most."),
  cpuPercent: percent.default(60).describe("Average CPU use that is aimed at."),
  memoryPercent: percent.optional().describe("Average memory use that is aimed at."),
  requestsPerTarget: z
    .int()
    .min(1)
    .optional()
    .describe("Requests a minute for each task that are aimed at; of rolling services with traffic."),
  scaleOutSeconds: cooldown
    .default(60)
    .describe("Time after more tasks were started, before still more are."),
  scaleInSeconds: cooldown.default(300).describe("Time after tasks were ended, before more are."),
  schedule: z
    .record(z.string().regex(/^[\w-]+$/, "must be letters, digits, hyphens and underscores"), scheduled)
    .default({})
    .describe(
      "Other limits at certain times, by a name. With a schedule, `min` and `max` are those of the start.",
    ),
});
