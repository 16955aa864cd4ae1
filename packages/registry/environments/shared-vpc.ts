import type { RegistrySettingsInput } from "@strata/registry/settings";

/** The images of one task: Django, and Nginx before it. */
export const settings: RegistrySettingsInput = { repositories: { django: {}, nginx: {} } };
