import { between, name, percent } from "@strata/core/fields";
import { z } from "zod";
import { machine } from "./hosts";

const count = between(0, 10_000, "instances");

const range = (unit: string, max: number) =>
  z
    .strictObject({
      min: between(1, max, unit).describe(`At least so much, in ${unit}.`),
      max: between(1, max, unit).describe(`At most so much, in ${unit}.`),
    })
    .refine(({ min, max }) => min <= max, { path: ["max"], error: "must not be less than min" });

const threshold = percent.describe("Average CPU use in percent above which it acts.");
const add = between(1, 1000, "instances").describe("Instances that are added.");

function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

const scheduled = z
  .strictObject({
    recurrence: z
      .string()
      .regex(
        /^[\d*,/-]+ [\d*,/-]+ [\d*,/L-]+ [\w*,/-]+ [\w*,/-]+$/,
        "must be five fields of cron: minute, hour, day, month, weekday, such as 0 9 * * MON-FRI",
      )
      .describe("When, as five fields of cron."),
    timezone: z
      .string()
      .refine(isTimeZone, "must be a time zone, such as Asia/Seoul")
      .default("UTC")
      .describe("Time zone of `recurrence`."),
    min: count.optional().describe("The least from then on; left out, it stays."),
    max: count.optional().describe("The most from then on; left out, it stays."),
    desired: count.optional().describe("How many at that time; left out, it stays."),
  })
  .refine(({ min, max, desired }) => [min, max, desired].some((value) => value !== undefined), {
    error: "must set min, max or desired: else nothing happens",
  });

const scaling = z.strictObject({
  targetTracking: z
    .strictObject({ cpuPercent: percent.describe("Average CPU use that is aimed at.") })
    .optional()
    .describe("Adds and takes away instances to hold a CPU use."),
  simple: z
    .array(
      z.strictObject({
        above: threshold,
        add,
        cooldownSeconds: between(0, 86_400, "seconds")
          .default(300)
          .describe("How long it then waits for the effect."),
      }),
    )
    .default([])
    .describe("Adds a number of instances when the CPU use is high. Never takes away."),
  steps: z
    .array(z.strictObject({ above: threshold, add }))
    .default([])
    .describe("Adds the more instances, the higher the CPU use; in rising order. Never takes away."),
  predictive: z
    .strictObject({
      cpuPercent: percent.describe("Average CPU use that is aimed at."),
      mode: z
        .enum(["forecast-only", "forecast-and-scale"])
        .default("forecast-only")
        .describe("Whether it acts on its forecast, or only shows it."),
    })
    .optional()
    .describe("Adds instances ahead of what the last 14 days make expect. Needs another policy beside it."),
  scheduled: z.record(name, scheduled).default({}).describe("Changes at fixed times."),
});

/** A group of EC2 instances which grows and shrinks. */
export const autoScalingGroup = z.strictObject({
  min: count.default(1).describe("The least instances."),
  max: count.default(2).describe("The most instances."),
  desired: count
    .optional()
    .meta({ defaultText: "the value of `min`" })
    .describe("Instances that run; where policies scale, those of the start."),
  instanceTypes: z
    .array(z.string())
    .min(1, "must name one at least")
    .max(40, "must be at most 40, as AWS allows")
    .optional()
    .describe("EC2 instance types, x86-64, the preferred ones first. This or `requirements`."),
  requirements: z
    .strictObject({
      vcpu: range("vCPUs", 768).describe("Virtual CPUs."),
      memoryGiB: range("GiB", 24_576).describe("Memory."),
    })
    .optional()
    .describe("What instance types must have; AWS then chooses among all that do."),
  onDemandBase: count
    .optional()
    .meta({ defaultText: "`1`; in a protected environment `0`, as all are on demand there" })
    .describe("How many instances are on demand before the rest is shared."),
  onDemandPercent: between(0, 100, "percent")
    .optional()
    .meta({ defaultText: "`0`; in a protected environment `100`" })
    .describe("Share of on-demand instances above the base; the rest is Spot, which AWS may take back."),
  maintenance: z
    .enum(["launch-before-terminate", "terminate-before-launch", "flexible", "none"])
    .default("launch-before-terminate")
    .describe(
      "How an instance is replaced: the new one first (at least 100 % run, at most 110 %), the old one first " +
        "(90 % to 100 %), either (90 % to 110 %), or as AWS does for each event.",
    ),
  healthCheckGraceSeconds: between(0, 7200, "seconds")
    .default(300)
    .describe("How long a new instance may take until its health counts."),
  warmupSeconds: between(0, 3600, "seconds")
    .default(120)
    .describe("How long the numbers of a new instance are left out of the average."),
  cooldownSeconds: between(0, 86_400, "seconds")
    .default(300)
    .describe("How long simple scaling waits between two actions, where a policy says nothing else."),
  terminationPolicies: z
    .array(
      z.enum([
        "AllocationStrategy",
        "ClosestToNextInstanceHour",
        "Default",
        "NewestInstance",
        "OldestInstance",
        "OldestLaunchTemplate",
      ]),
    )
    .min(1, "must name one at least")
    .default(["OldestLaunchTemplate", "AllocationStrategy", "Default"])
    .describe("Which instance goes first when the group shrinks."),
  scaling: scaling.prefault({}).describe("Policies by which it grows and shrinks; several may be on."),
  ...machine,
});

export type AutoScalingGroupSettings = z.output<typeof autoScalingGroup>;
export type Scaling = AutoScalingGroupSettings["scaling"];
