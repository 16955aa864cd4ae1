import type { RegistrySettingsInput } from "@strata/registry/settings";

/** The image of the app that runs in Docker behind Nginx. */
export const settings: RegistrySettingsInput = { repositories: { app: {} } };
