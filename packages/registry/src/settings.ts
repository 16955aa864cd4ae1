import { name } from "@strata/core/fields";
import { z } from "zod";

// The form which Amazon ECR accepts.
const repositoryName = z
  .string()
  .min(2, "must have 2 to 256 characters")
  .max(256, "must have 2 to 256 characters")
  .regex(
    /^(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$/,
    "must be lower-case letters and digits, with single . _ - or / between them, such as sbcntr-backend",
  );

const days = "must be 1 to 365 days";
const images = "must be 1 to 1000 images";

const repository = z.strictObject({
  immutableTags: z
    .boolean()
    .default(true)
    .describe("Whether a tag always means the same image. Off, a push may replace what runs under a tag."),
  scanOnPush: z.boolean().default(true).describe("Whether each image is searched for known vulnerabilities."),
  untaggedDays: z
    .int(days)
    .min(1, days)
    .max(365, days)
    .default(7)
    .describe("Days after which an image without a tag is removed."),
  keepTagged: z
    .int(images)
    .min(1, images)
    .max(1000, images)
    .default(100)
    .describe(
      "How many images with a tag are kept, the newest ones: so far back can a service be rolled back.",
    ),
});

const cliUser = z.strictObject({
  access: z
    .enum(["pull", "push"])
    .describe("What the user may do with every repository; push includes pull."),
});

/** What an environment may set in the registry layer, with defaults. */
export const registrySettings = z.strictObject({
  repositories: z
    .record(repositoryName, repository)
    .describe("Image repositories by their names in ECR; none where no layer keeps images here."),
  cliUsers: z
    .record(name, cliUser)
    .default({})
    .describe("IAM users for people who work with images from their own machines."),
});

/** The settings as an environment writes them: what has a default may be left out. */
export type RegistrySettingsInput = z.input<typeof registrySettings>;

/** The settings with every default filled in. */
export type RegistrySettings = z.output<typeof registrySettings>;
