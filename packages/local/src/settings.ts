import { port } from "@strata/core/fields";
import { imageSettings } from "@strata/images/settings";
import { z } from "zod";

/** What an environment may set for `strata local`; all else are the settings of its services and database layers. */
export const localSettings = z.strictObject({
  images: z
    .record(z.string(), imageSettings)
    .default({})
    .describe(
      "How the images of the registry layer's repositories are built, by the name of the repository.",
    ),
  namePrefix: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,15}$/, "must be at most 16 lower-case letters, digits, hyphens")
    .optional()
    .meta({ defaultText: "the environment's" })
    .describe("What names in Docker begin with; another one where two checkouts share one Docker."),
  port: port
    .default(8080)
    .describe(
      "Port on 127.0.0.1 of the first listener of the first public load balancer; more listeners get those after it.",
    ),
});

/** The settings as an environment writes them: what has a default may be left out. */
export type LocalSettingsInput = z.input<typeof localSettings>;

/** The settings with every default filled in. */
export type LocalSettings = z.output<typeof localSettings>;
