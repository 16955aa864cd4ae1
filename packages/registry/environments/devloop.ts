import type { RegistrySettingsInput } from "@strata/registry/settings";

/** The image of the server, which Jenkins pushes. */
export const settings: RegistrySettingsInput = { repositories: { "devloop-server": {} } };
