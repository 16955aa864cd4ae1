import { name } from "@strata/core/fields";
import { z } from "zod";
import { recordName } from "./names";

const certificateArn = z
  .string()
  .regex(
    /^arn:aws[a-z-]*:acm:us-east-1:\d{12}:certificate\/\S+$/,
    "must be the ARN of an ACM certificate in us-east-1, where CloudFront looks for certificates",
  );

/** A static site: files in a private bucket, which CloudFront shows to the world. */
export const site = z.strictObject({
  certificate: z
    .union([
      z.strictObject({ name: name.describe("Certificate for CloudFront of the network layer.") }),
      z.strictObject({ arn: certificateArn.describe("A certificate of us-east-1.") }),
    ])
    .optional()
    .describe("For its records; without, the site has the name that CloudFront gives it."),
  records: z
    .array(recordName)
    .default([])
    .describe("Names within the environment's domain that lead to it; @ is the domain itself."),
  singlePageApp: z
    .boolean()
    .default(false)
    .describe(
      "Whether index.html answers for paths without a file, as an app that routes in the browser needs.",
    ),
  priceClass: z
    .enum(["PriceClass_100", "PriceClass_200", "PriceClass_All"])
    .default("PriceClass_200")
    .describe(
      "From where CloudFront answers: 100 North America and Europe, 200 Asia and more, All everywhere.",
    ),
  accessLogs: z.boolean().default(true).describe("Whether each request is logged in the layer's log bucket."),
});
