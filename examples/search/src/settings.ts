import { name } from "@strata/core/fields";
import { z } from "zod";

/** What an environment may set. */
export const searchSettings = z.strictObject({
  instanceType: z.string().default("t3.small"),
  /** The network layer's subnet group in which the host is. */
  subnetGroup: name,
  /** The network layer's security group whose members may ask it. */
  securityGroup: name,
});

export type SearchSettings = z.output<typeof searchSettings>;
export type SearchSettingsInput = z.input<typeof searchSettings>;
