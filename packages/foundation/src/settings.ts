import { z } from "zod";

const days = "must be 1 to 3650 days";
const versions = "must be 1 to 100 versions";
const hours = "must be 1 to 12 hours";

const principals = (role: string): z.ZodDefault<z.ZodArray<z.ZodString>> =>
  z
    .array(
      z
        .string()
        .regex(
          /^arn:aws:iam::\d{12}:role\/[\w+=,.@/-]+$/,
          "must be the ARN of a role, such as arn:aws:iam::123456789012:role/people",
        ),
    )
    .default([])
    .describe(`ARNs of roles that may take on the layers' ${role} roles: of people, or of another CI.`);

const github = z.strictObject({
  repository: z
    .string()
    .regex(/^[A-Za-z0-9-]+\/[\w.-]+$/, "must be owner/name")
    .describe("The repository, as `owner/name`."),
  branch: z
    .string()
    .regex(/^[\w./-]+$/, "must be the name of a branch")
    .default("main")
    .describe("The branch from which is deployed."),
  provider: z
    .enum(["create", "existing"])
    .default("create")
    .describe(
      "Whether the foundation makes GitHub's OIDC provider. An account has it once: `existing` in all other environments.",
    ),
});

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
  roles: z
    .strictObject({
      github: github.optional().describe("The repository at GitHub whose jobs take the roles on."),
      principals: z
        .strictObject({ plan: principals("plan"), deploy: principals("deploy") })
        .prefault({})
        .describe("Who else may take the roles on."),
      sessionHours: z
        .int(hours)
        .min(1, hours)
        .max(12, hours)
        .default(1)
        .describe("Hours after which a session in a role ends."),
    })
    .refine(
      (roles) =>
        roles.github !== undefined || Object.values(roles.principals).every((arns) => arns.length > 0),
      "must have `github`, or principals for both roles: nobody could take them on",
    )
    .optional()
    .describe("The plan and deploy role of each layer; none are made when it is left out."),
});

/** The settings as an environment writes them: what has a default may be left out. */
export type FoundationSettingsInput = z.input<typeof foundationSettings>;

/** The settings with every default filled in. */
export type FoundationSettings = z.output<typeof foundationSettings>;
