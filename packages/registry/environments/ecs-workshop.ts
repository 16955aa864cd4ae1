import type { RegistrySettingsInput } from "@strata/registry/settings";

/** The images of the workshop, and a user who pushes them from a machine outside of AWS. */
export const settings: RegistrySettingsInput = {
  repositories: { webapp: {}, django: {}, nginx: {} },
  cliUsers: { developer: { access: "push" } },
};
