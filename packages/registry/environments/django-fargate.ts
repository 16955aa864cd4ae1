import type { RegistrySettingsInput } from "@strata/registry/settings";

/** The image of Django. */
export const settings: RegistrySettingsInput = { repositories: { django: {} } };
