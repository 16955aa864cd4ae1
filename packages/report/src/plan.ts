import { planFormatUnknown, planNotReadable } from "@strata/core/errors";
import { z } from "zod";

/**
 * What Strata reads of `terraform show -json` of a plan. The format is Terraform's own, version 1:
 * https://developer.hashicorp.com/terraform/internals/json-format
 */

const change = z.object({
  /** `["no-op"]`, `["create"]`, `["read"]`, `["update"]`, `["delete"]`, `["forget"]`, or two for a replacement. */
  actions: z.array(z.string()),
  before: z.unknown(),
  after: z.unknown(),
  /** Of the shape of `after`, with `true` in each place whose value is known after the apply only. */
  after_unknown: z.unknown(),
  /** Of the shape of the values, with `true` in each place that is sensitive. */
  before_sensitive: z.unknown(),
  after_sensitive: z.unknown(),
  /** The attributes which can't be changed in place, each as the steps of its path. */
  replace_paths: z.array(z.array(z.union([z.string(), z.number()]))).optional(),
  /** There when the change is an import. */
  importing: z.unknown().optional(),
});

const resourceChange = z.object({
  address: z.string(),
  /** The address before, of a resource which was moved. */
  previous_address: z.string().optional(),
  /** The key of an object which was replaced and not destroyed yet; the resource itself has an entry of its own. */
  deposed: z.string().optional(),
  mode: z.enum(["managed", "data"]),
  type: z.string(),
  name: z.string(),
  /** Why, such as `replace_because_cannot_update` or `delete_because_no_resource_config`. */
  action_reason: z.string().optional(),
  change,
});

const configurationModule = z.object({
  resources: z
    .array(z.object({ address: z.string(), expressions: z.record(z.string(), z.unknown()).default({}) }))
    .default([]),
});

export const planSchema = z.object({
  format_version: z.string(),
  terraform_version: z.string().optional(),
  /** When it was made, as `plantimestamp()` has it. */
  timestamp: z.string().optional(),
  resource_changes: z.array(resourceChange).default([]),
  /** What was changed outside of Terraform, as far as the refresh saw it. */
  resource_drift: z.array(resourceChange).default([]),
  output_changes: z.record(z.string(), change).default({}),
  /** What the code says: by it, what was chosen is told from what the provider fills in. */
  configuration: z.object({ root_module: configurationModule.optional() }).optional(),
});

/** A plan, as far as Strata reads it. */
export type Plan = z.output<typeof planSchema>;
export type PlanChange = z.output<typeof change>;
export type PlanResourceChange = z.output<typeof resourceChange>;

/**
 * Reads the JSON of a plan.
 * @param file where it comes from, for messages
 * @throws planNotReadable, planFormatUnknown
 */
export function parsePlan(text: string, file: string): Plan {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw planNotReadable(file, error instanceof Error ? error.message : String(error));
  }
  const version = z.object({ format_version: z.string() }).safeParse(json);
  if (!version.success) throw planNotReadable(file, "it has no format_version");
  if (!/^1\.\d+$/.test(version.data.format_version))
    throw planFormatUnknown(file, version.data.format_version);
  const plan = planSchema.safeParse(json);
  if (plan.success) return plan.data;
  const [issue] = plan.error.issues;
  throw planNotReadable(file, `${issue?.path.join(".") ?? ""}: ${issue?.message ?? ""}`);
}
