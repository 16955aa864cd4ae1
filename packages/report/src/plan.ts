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
  mode: z.enum(["managed", "data"]),
  type: z.string(),
  name: z.string(),
  /** Why, such as `replace_because_cannot_update` or `delete_because_no_resource_config`. */
  action_reason: z.string().optional(),
  change,
});

export const planSchema = z.object({
  format_version: z.string(),
  terraform_version: z.string().optional(),
  resource_changes: z.array(resourceChange).default([]),
  /** What was changed outside of Terraform, as far as the refresh saw it. */
  resource_drift: z.array(resourceChange).default([]),
  output_changes: z.record(z.string(), change).default({}),
});

/** A plan, as far as Strata reads it. */
export type Plan = z.output<typeof planSchema>;
export type PlanChange = z.output<typeof change>;
export type PlanResourceChange = z.output<typeof resourceChange>;
