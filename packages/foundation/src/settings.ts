import { z } from "zod";

const days = "must be 1 to 3650 days";
const versions = "must be 1 to 100 versions";

/** What an environment may set in the foundation, with defaults. */
export const foundationSettings = z.strictObject({
  oldStates: z
    .strictObject({
      days: z
        .int(days)
        .min(1, days)
        .max(3650, days)
        .default(90)
        .describe("Days for which earlier versions of a state can be restored."),
      kept: z
        .int(versions)
        .min(1, versions)
        .max(100, versions)
        .default(30)
        .describe("How many earlier versions of each state are kept even when they are older."),
    })
    .prefault({})
    .describe("How long earlier versions of the states are kept."),
});

/** The settings as an environment writes them: what has a default may be left out. */
export type FoundationSettingsInput = z.input<typeof foundationSettings>;

/** The settings with every default filled in. */
export type FoundationSettings = z.output<typeof foundationSettings>;
