import { retentionDays } from "@strata/core/fields";
import { z } from "zod";

/** Rights in the words of IAM. */
export const rights = z
  .array(
    z.strictObject({
      actions: z
        .array(z.string().regex(/^[a-z0-9-]+:[A-Za-z*]+$/, "must be service:Action, such as s3:GetObject"))
        .min(1)
        .describe("Actions of IAM."),
      resources: z.array(z.string()).min(1).describe("ARNs on which they are allowed."),
    }),
  )
  .default([]);

const retention = retentionDays.default(30).describe("Days for which CloudWatch keeps the logs.");

const cloudwatch = z.strictObject({
  kind: z.literal("cloudwatch").describe("ECS writes to CloudWatch Logs."),
  retentionDays: retention,
});

const firelens = z.strictObject({
  kind: z.literal("firelens").describe("A Fluent Bit container of each task sends the logs."),
  retentionDays: retention,
  image: z
    .string()
    .default("public.ecr.aws/aws-observability/aws-for-fluent-bit:stable")
    .describe("Image of Fluent Bit; where there is no way to the internet, a copy in ECR."),
  output: z
    .record(z.string(), z.string())
    .optional()
    .describe("Options of a Fluent Bit output, with its Name; CloudWatch Logs when left out."),
  statements: rights.describe("What the output needs, as rights of the task role."),
});

/** Where the output of containers goes. */
export const logging = z
  .discriminatedUnion("kind", [cloudwatch, firelens])
  .default({ kind: "cloudwatch", retentionDays: 30 });
